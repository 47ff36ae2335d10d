using System.Globalization;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The progress of an upload.</summary>
/// <remarks>Immutable and thread-safe. Two values are equal if all their properties are equal.</remarks>
public sealed record UploadProgress
{
    /// <summary>Gets the number of documents of the upload.</summary>
    [JsonPropertyName("total_files")]
    public int TotalFiles { get; init; }

    /// <summary>Gets the number of documents that have been sent.</summary>
    /// <value>A retry sends the documents of its request again, so this number and <see cref="BytesSent"/> can decrease.</value>
    [JsonPropertyName("files_sent")]
    public int FilesSent { get; init; }

    /// <summary>Gets the number of documents that the service has accepted.</summary>
    [JsonPropertyName("files_accepted")]
    public int FilesAccepted { get; init; }

    /// <summary>Gets the total length of the documents.</summary>
    /// <value>In bytes. Null if the length of at least one of them is unknown.</value>
    [JsonPropertyName("total_bytes")]
    public long? TotalBytes { get; init; }

    /// <summary>Gets how much of the documents has been sent.</summary>
    /// <value>In bytes.</value>
    [JsonPropertyName("bytes_sent")]
    public long BytesSent { get; init; }

    /// <summary>Gets the ids of the runs that the service has started so far.</summary>
    /// <value>In the order in which the requests were accepted. Never null.</value>
    [JsonPropertyName("run_ids")]
    [JsonConverter(typeof(KnowledgeBaseJsonConverter))]
    public IReadOnlyList<string> RunIds { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets how much of the upload has been sent.</summary>
    /// <value>In percent, from 0 to 100: of the bytes if their total is known, or else of the documents.</value>
    [JsonIgnore]
    public double Percent =>
        TotalBytes > 0 ? Math.Min(100.0 * BytesSent / TotalBytes.Value, 100)
        : TotalFiles > 0 ? 100.0 * FilesSent / TotalFiles
        : 100;

    /// <summary>Returns the percentage and the numbers of documents.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Floor(Percent):0} %: {FilesSent} of {TotalFiles} files sent, {FilesAccepted} accepted, {BytesSent} bytes");
}
