using System.Globalization;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The progress of an upload and of the runs that it has started so far.</summary>
/// <remarks>Immutable and thread-safe. Two values are equal if all their properties are equal.</remarks>
public sealed record UploadAndWaitProgress
{
    /// <summary>Gets the progress of the upload.</summary>
    /// <value>Never null.</value>
    [JsonPropertyName("upload")]
    public UploadProgress Upload { get; init; } = new();

    /// <summary>Gets the progress of the runs that have been started so far.</summary>
    /// <value>
    /// Never null. Its total grows while documents are uploaded. The time left does not include runs that are not started yet.
    /// </value>
    [JsonPropertyName("wait")]
    public WaitProgress Wait { get; init; } = new();

    /// <summary>Gets the progress of everything together.</summary>
    /// <value>In percent, from 0 to 100. Sending the documents counts for one half, and their runs for the other.</value>
    [JsonIgnore]
    public double Percent
    {
        get
        {
            var accepted = Upload.TotalFiles == 0 ? 1 : (double)Upload.FilesAccepted / Upload.TotalFiles;
            return (Upload.Percent + (Wait.Percent * accepted)) / 2;
        }
    }

    /// <summary>Returns the percentage and the numbers of documents and runs.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Floor(Percent):0} %: {Upload.FilesAccepted} of {Upload.TotalFiles} files uploaded, {Wait.Completed} of {Wait.Total} runs "
            + $"completed, {Wait.Failed} failed, {Wait.Stopped} stopped");
}
