namespace KnowledgeBaseClient.Testing;

/// <summary>A document that a <see cref="SimulatedKnowledgeBase"/> has accepted. Immutable and thread-safe.</summary>
public sealed class UploadedDocument
{
    internal UploadedDocument(string name, byte[] content, long length) => (Name, Content, Length) = (name, content, length);

    /// <summary>Gets the file name exactly as it was sent.</summary>
    public string Name { get; }

    /// <summary>Gets the media type.</summary>
    /// <value>Null if none was sent.</value>
    public string? ContentType { get; internal init; }

    /// <summary>Gets the folder of the document.</summary>
    /// <value>The value of <c>prefix</c> in the query. Null if there was none.</value>
    public string? Prefix { get; internal init; }

    /// <summary>Gets the beginning of the content.</summary>
    /// <value>At most 1 MiB.</value>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Gets the length of the whole content.</summary>
    /// <value>In bytes.</value>
    public long Length { get; }

    /// <summary>Gets when the request arrived.</summary>
    /// <value>A time of the simulator's clock.</value>
    public DateTimeOffset UploadedAt { get; internal init; }

    /// <summary>Gets the id of the run that ingests the document.</summary>
    public string RunId { get; internal set; } = "";

    /// <summary>Returns the name and the length.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{Name} ({Length} bytes)";
}
