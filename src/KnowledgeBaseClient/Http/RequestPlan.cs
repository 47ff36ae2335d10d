using System.Text;

namespace KnowledgeBaseClient;

// Which requests a listing takes: one, or as many as its ids fill.
internal sealed class RequestPlan(ClientSettings settings)
{
    // Many servers take a request line of 8 KB at most: this leaves room for the method and the version.
    private const int MaxUrlLength = 8000;

    private const string Comma = "%2C";

    public IReadOnlyList<RunsRequest> For(string knowledgeBaseId, RunFilter? filter)
    {
        Identifier.Check(knowledgeBaseId, nameof(knowledgeBaseId), "knowledge base id");
        var status = CheckedStatus(filter);
        var available = MaxUrlLength - UrlLength(knowledgeBaseId, status);
        if (available < 0)
        {
            throw new ArgumentException($"The knowledge base id is too long for a URL: {knowledgeBaseId.Length} characters.", nameof(knowledgeBaseId));
        }

        return filter?.RunIds is { Count: > 0 } ids
            ? [.. Batches(ids, available).Select(batch => new RunsRequest(knowledgeBaseId, status, batch))]
            : [new RunsRequest(knowledgeBaseId, status, null)];
    }

    private int UrlLength(string knowledgeBaseId, string? status) =>
        settings.BaseAddress.AbsoluteUri.Length
        + new RunsRequest(knowledgeBaseId, null, null).Path.Length
        + $"?status={Uri.EscapeDataString(status ?? "")}&run_ids=".Length;

    private static string? CheckedStatus(RunFilter? filter)
    {
        if (filter?.Status is not { Value: not "" } status)
        {
            return null;
        }

        return Identifier.IsWellFormed(status.Value)
            ? status.Value
            : throw new ArgumentException("The status to filter by holds half a surrogate pair and cannot be sent.", nameof(filter));
    }

    private IEnumerable<string> Batches(IReadOnlyCollection<string> ids, int available)
    {
        var batch = new StringBuilder();
        var count = 0;
        var length = 0;

        foreach (var id in Distinct(ids))
        {
            var idLength = Uri.EscapeDataString(id).Length;
            if (idLength > available)
            {
                throw new ArgumentException($"A run id is too long for a URL: {id.Length} characters.", nameof(ids));
            }

            if (count == settings.MaxRunIdsPerRequest || (count > 0 && length + Comma.Length + idLength > available))
            {
                yield return batch.ToString();
                batch.Clear();
                count = length = 0;
            }

            batch.Append(count > 0 ? "," : "").Append(id);
            length += (count > 0 ? Comma.Length : 0) + idLength;
            count++;
        }

        yield return batch.ToString();
    }

    private static IEnumerable<string> Distinct(IReadOnlyCollection<string> ids)
    {
        foreach (var id in ids)
        {
            Identifier.CheckRunId(id, nameof(ids));
        }

        return ids.Distinct(StringComparer.Ordinal);
    }
}
