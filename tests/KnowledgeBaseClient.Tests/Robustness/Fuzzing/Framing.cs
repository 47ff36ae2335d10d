#if NET10_0_OR_GREATER
namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// How the end of a body is known. But for the first, one that ends early may be one that was cut short.
internal enum Framing
{
    Length,
    Chunks,
    Http2,
    Close,
}
#endif
