#if NET10_0_OR_GREATER
namespace KnowledgeBaseClient.Tests.Fuzzing;

// How the end of a body is known.
internal enum Framing
{
    Length,
    Chunks,
    Http2,

    // Then a body that is whole cannot be told from one that was cut short.
    Close,
}
#endif
