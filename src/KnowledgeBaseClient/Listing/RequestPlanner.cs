namespace KnowledgeBaseClient;

// Plans the requests of a listing: one, or as many as its run ids require. None for an empty list of ids.
internal sealed class RequestPlanner(ClientServices services)
{
    // Many servers accept a request line of at most 8 KB: this leaves room for the method and the version. The length limits of addresses
    // and ids guarantee that at least one id fits.
    private const int MaxUrlLength = 8000;

    private const int MaxStatusLength = 100;

    private const string Comma = "%2C";

    public CommaSupport CommaSupport { get; } = new(services);

    public IReadOnlyList<RunsRequest> Plan(string knowledgeBaseId, RunFilter? filter)
    {
        Identifier.Check(knowledgeBaseId, nameof(knowledgeBaseId), "knowledge base id");
        var status = ValidStatus(filter);
        if (filter?.RunIds is not { } ids)
        {
            return [new RunsRequest(knowledgeBaseId, status, null)];
        }

        if (ids.Count == 0)
        {
            return [];
        }

        var available = MaxUrlLength - UrlLength(knowledgeBaseId, status);
        return [.. Batches(filter, available).Select(batch => new RunsRequest(knowledgeBaseId, status, batch))];
    }

    // None without ids.
    public IReadOnlyList<RunsRequest> PlanByIds(string knowledgeBaseId, IReadOnlyList<string> runIds) =>
        runIds.Count == 0 ? [] : Plan(knowledgeBaseId, new RunFilter { RunIds = runIds });

    private int UrlLength(string knowledgeBaseId, string? status) =>
        services.Settings.BaseAddress.AbsoluteUri.Length
        + new RunsRequest(knowledgeBaseId, null, null).Path.Length
        + $"?status={Uri.EscapeDataString(status ?? "")}&run_ids=".Length;

    private static string? ValidStatus(RunFilter? filter)
    {
        if (filter?.Status is not { Value: not "" } status)
        {
            return null;
        }

        return status.Value.Length <= MaxStatusLength && Identifier.IsWellFormed(status.Value)
            ? status.Value
            : throw new ArgumentException(
                $"The status of the filter is longer than {MaxStatusLength} characters or is not valid Unicode: "
                + "use a status that the service returns.",
                nameof(filter));
    }

    private IEnumerable<IReadOnlyList<string>> Batches(RunFilter filter, int available)
    {
        var batch = new List<string>();
        var length = 0;
        var maxCount = CommaSupport.MaxIdsPerRequest;

        foreach (var id in DistinctIds(filter))
        {
            var idLength = Uri.EscapeDataString(id).Length;
            if (batch.Count == maxCount || (batch.Count > 0 && length + Comma.Length + idLength > available))
            {
                yield return batch;
                batch = [];
                length = 0;
            }

            length += idLength + (batch.Count > 0 ? Comma.Length : 0);
            batch.Add(id);
        }

        yield return batch;
    }

    private static IEnumerable<string> DistinctIds(RunFilter filter)
    {
        foreach (var id in filter.RunIds!)
        {
            Identifier.CheckRunId(id, nameof(filter));
        }

        return filter.RunIds.Distinct(StringComparer.Ordinal);
    }
}
