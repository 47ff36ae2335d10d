namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>By what HTTP tells where a body ends.</summary>
public enum Framing
{
    Length,
    Chunks,
    Closing,

    /// <summary>One byte more is announced than comes.</summary>
    LongerLength,

    /// <summary>The last chunk does not come.</summary>
    ChunksWithoutEnd,
}
