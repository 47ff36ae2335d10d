namespace KnowledgeBaseClient.TestSupport;

/// <summary>How a response marks the end of its body.</summary>
public enum BodyFraming
{
    ContentLength,
    Chunked,
    Http2,
    ConnectionClose,

    /// <summary>Content-Length announces one byte more than the server sends.</summary>
    ContentLengthTooLong,

    /// <summary>The connection closes before the last chunk.</summary>
    ChunkedWithoutLastChunk,
}
