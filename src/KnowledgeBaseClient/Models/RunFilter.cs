using System.Globalization;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>Selects runs of a knowledge base by status and id.</summary>
/// <remarks>
/// The filter is sent to the service and applied again to its response, because the API reference does not specify how the service filters.
/// Immutable and thread-safe. Two filters are equal if they have the same status and the same ids in the same order.
/// </remarks>
public sealed record RunFilter
{
    private const int MaxIdsInText = 3;

    /// <summary>Gets the status that runs must have.</summary>
    /// <value>
    /// The default is <see langword="null"/>: any status. An empty status (<c>default(RunStatus)</c>) means the same. The service may
    /// reject a status that its API reference does not list; the call then throws an <see cref="InvalidRequestException"/>.
    /// </value>
    [JsonPropertyName("status")]
    public RunStatus? Status { get; init; }

    /// <summary>Gets the ids of the runs to select; many ids are split over several requests.</summary>
    /// <value>
    /// The default is <see langword="null"/>: all runs. An empty collection selects no run: nothing is sent. The collection is copied.
    /// </value>
    [JsonPropertyName("run_ids")]
    public IReadOnlyCollection<string>? RunIds { get; init => field = value is null ? null : ValueList<string>.Copy(value); }

    /// <summary>Returns the status and the first ids.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString()
    {
        var status = Status is { Value: not "" } value ? $"status {value}" : "any status";
        return RunIds switch
        {
            null => $"runs with {status}",
            { Count: 0 } => "no runs",
            { Count: <= MaxIdsInText } ids => $"runs {string.Join(", ", ids)} with {status}",
            var ids => string.Create(
                CultureInfo.InvariantCulture, $"{ids.Count} runs ({string.Join(", ", ids.Take(MaxIdsInText))}, …) with {status}"),
        };
    }
}
