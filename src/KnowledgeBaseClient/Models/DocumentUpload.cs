using System.Buffers;
using System.IO.Pipelines;

namespace KnowledgeBaseClient;

/// <summary>A document to upload: a name, and where its content comes from. Immutable and thread-safe.</summary>
/// <remarks>
/// The content is read while it is sent and is never in memory as a whole. It is opened again for each retry, so one document can also be
/// part of several uploads.
/// </remarks>
public sealed class DocumentUpload
{
    private readonly Func<long?> _length;
    private readonly Func<CancellationToken, ValueTask<Stream>> _open;

    private DocumentUpload(string name, string? contentType, Func<long?> length, Func<CancellationToken, ValueTask<Stream>> open)
    {
        Name = DocumentName.Clean(name, nameof(name));
        ContentType = contentType is null ? DocumentContentType.Of(Name) : DocumentContentType.Check(contentType, nameof(contentType));
        (_length, _open) = (length, open);
    }

    /// <summary>Gets the file name that the service receives.</summary>
    /// <value>Without folders. Never empty.</value>
    public string Name { get; }

    /// <summary>Gets the media type that the service receives.</summary>
    /// <value>By default the one of the file name's extension, such as <c>application/pdf</c>, or <c>application/octet-stream</c>.</value>
    public string ContentType { get; }

    /// <summary>Creates a document from a file.</summary>
    /// <param name="path">The path of the file. The file is opened when it is sent.</param>
    /// <param name="name">The file name that the service receives; null for the one in the path.</param>
    /// <param name="contentType">The media type; null for the one of the file name's extension.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is null or empty, the file name is empty, or the media type is invalid.
    /// </exception>
    public static DocumentUpload FromFile(string path, string? name = null, string? contentType = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new DocumentUpload(
            name ?? path,
            contentType,
            () => new FileInfo(path).Length,
            _ => ValueTask.FromResult<Stream>(new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan)));
    }

    /// <summary>Creates a document from a function that opens its content.</summary>
    /// <param name="name">The file name that the service receives. Folders in it are removed.</param>
    /// <param name="open">
    /// Opens the content from its start. It is called once for each attempt to send the document, shortly before the request that contains
    /// the document. The stream is disposed after the attempt.
    /// </param>
    /// <param name="length">
    /// The length of the content in bytes; null if it is unknown. A document of unknown length is sent in a request of its own, unless
    /// <see cref="UploadOptions.MaxBytesPerRequest"/> is null.
    /// </param>
    /// <param name="contentType">The media type; null for the one of the file name's extension.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The file name is null or empty, or the media type is invalid.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="open"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static DocumentUpload FromStream(
        string name, Func<CancellationToken, ValueTask<Stream>> open, long? length = null, string? contentType = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        return new DocumentUpload(name, contentType, () => length, open);
    }

    /// <summary>Creates a document from bytes in memory.</summary>
    /// <param name="name">The file name that the service receives. Folders in it are removed.</param>
    /// <param name="content">The content. It is not copied: it must not change during the upload.</param>
    /// <param name="contentType">The media type; null for the one of the file name's extension.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The file name is null or empty, or the media type is invalid.</exception>
    public static DocumentUpload FromBytes(string name, ReadOnlyMemory<byte> content, string? contentType = null) => new(
        name,
        contentType,
        () => content.Length,
        _ => ValueTask.FromResult(PipeReader.Create(new ReadOnlySequence<byte>(content)).AsStream()));

    /// <summary>Returns the file name.</summary>
    /// <returns>The value of <see cref="Name"/>.</returns>
    public override string ToString() => Name;

    // In bytes; null if it is unknown. Throws if there is no such file.
    internal long? GetLength() => _length();

    internal ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => _open(cancellationToken);
}
