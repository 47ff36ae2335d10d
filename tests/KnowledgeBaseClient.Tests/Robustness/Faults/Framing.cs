namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>How an HTTP/1.1 response marks the end of its body.</summary>
public enum Framing
{
    ContentLength,
    Chunked,
    ConnectionClose,

    /// <summary>Content-Length announces one byte more than the server sends.</summary>
    ContentLengthTooLong,

    /// <summary>The connection closes before the last chunk.</summary>
    ChunkedWithoutLastChunk,
}
