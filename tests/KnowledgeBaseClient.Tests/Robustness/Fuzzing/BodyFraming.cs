#if NET10_0_OR_GREATER
namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// How the end of a body is marked. Without ContentLength, a body that ends early may be a truncated one.
internal enum BodyFraming
{
    ContentLength,
    Chunked,
    Http2,
    ConnectionClose,
}
#endif
