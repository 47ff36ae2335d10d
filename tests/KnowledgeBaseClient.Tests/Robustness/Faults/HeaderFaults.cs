using static KnowledgeBaseClient.Tests.Robustness.Faults.FaultTable;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Interim responses, unknown headers, oversized headers and responses that are not HTTP.</summary>
internal static class HeaderFaults
{
    public static IEnumerable<Fault> All => [.. Interim(), .. Unknown(), .. Malformed()];

    private static IEnumerable<Fault> Interim()
    {
        var interim = Reply.Raw("HTTP/1.1 100 Continue\r\n\r\n");
        yield return Fault.Tolerated("100 before the response", interim.Then(Reply.Json(Valid)));
        yield return Fault.Tolerated(
            "a hundred times 100 before the response",
            Enumerable.Repeat(interim, 100).Aggregate((all, next) => all.Then(next)).Then(Reply.Json(Valid)));
        yield return Fault.Tolerated(
            "103 before the response", Reply.Raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n").Then(Reply.Json(Valid)));
    }

    private static IEnumerable<Fault> Unknown()
    {
        yield return Fault.Tolerated("unknown content type", Reply.Status(200, Valid, ("Content-Type", "application/x-unknown")));
        yield return Fault.Tolerated("unknown charset", Reply.Status(200, Valid, ("Content-Type", "application/json; charset=utf-99")));
    }

    private static IEnumerable<Fault> Malformed()
    {
        var large = new string('x', 100 * 1024);
        var thousandHeaders = Enumerable.Range(0, 1000).Select(i => ($"X-{i}", new string('x', 100)));
        yield return Fault.Transient<KnowledgeBaseConnectionException>("header of 100 KB", Reply.Status(200, Valid, ("X-Large", large)));
        yield return Fault.Transient<KnowledgeBaseConnectionException>(
            "a thousand headers of 100 bytes", Reply.Status(200, Valid, [.. thousandHeaders]));
        yield return Fault.Transient<KnowledgeBaseConnectionException>(
            "status line of 100 KB", Reply.Raw($"HTTP/1.1 200 {large}\r\n\r\n").ThenClose());
        yield return Fault.Transient<KnowledgeBaseConnectionException>("not HTTP", Reply.Raw("SSH-2.0-OpenSSH_9.9\r\n\r\n"));
        yield return Fault.Transient<KnowledgeBaseConnectionException>(
            "API key in a line that is not a header", Reply.Raw($"HTTP/1.1 200 OK\r\n{TestClients.Key}\r\n\r\n").ThenClose());
    }
}
