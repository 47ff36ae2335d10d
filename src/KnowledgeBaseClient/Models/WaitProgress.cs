using System.Globalization;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The progress of all runs of one wait.</summary>
/// <remarks>Immutable and thread-safe. Two values are equal if all their properties are equal.</remarks>
public sealed record WaitProgress
{
    /// <summary>Gets the number of runs of the wait.</summary>
    [JsonPropertyName("total")]
    public int Total { get; init; }

    /// <summary>Gets the number of runs that completed.</summary>
    [JsonPropertyName("completed")]
    public int Completed { get; init; }

    /// <summary>Gets the number of runs that failed.</summary>
    [JsonPropertyName("failed")]
    public int Failed { get; init; }

    /// <summary>Gets the number of runs that were stopped.</summary>
    [JsonPropertyName("stopped")]
    public int Stopped { get; init; }

    /// <summary>Gets the number of runs that are running.</summary>
    [JsonPropertyName("running")]
    public int Running { get; init; }

    /// <summary>Gets the number of runs that are queued.</summary>
    [JsonPropertyName("queued")]
    public int Queued { get; init; }

    /// <summary>Gets the number of runs that await human feedback.</summary>
    [JsonPropertyName("awaiting_human_feedback")]
    public int AwaitingHumanFeedback { get; init; }

    /// <summary>Gets the progress of all runs together.</summary>
    /// <value>In percent, from 0 to 100: the average over the runs. A run that is done counts as 100.</value>
    [JsonPropertyName("percent")]
    public double Percent { get; init; }

    /// <summary>Gets the estimated time until all runs are done, at their pace so far.</summary>
    /// <value>Null if there is no progress, or if it has not been observed long enough for an estimate.</value>
    [JsonPropertyName("time_left")]
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Returns the percentage and the numbers of finished and failed runs.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Floor(Percent):0} %: {Completed} of {Total} completed, {Failed} failed, {Stopped} stopped, {Running} running, "
            + $"{Queued} queued, {AwaitingHumanFeedback} awaiting human feedback");
}
