using static KnowledgeBaseClient.Tests.Robustness.Faults.FaultTable;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Connections that are reset or closed too early.</summary>
internal static class ConnectionFaults
{
    private const int Cuts = 100;

    public static IEnumerable<Fault> All => [.. Resets(), .. TruncatedBodies()];

    private static IEnumerable<Fault> Resets()
    {
        const string PartialHeaders = "HTTP/1.1 200 OK\r\nContent-Ty";
        yield return Fault.Transient<KnowledgeBaseConnectionException>("reset before the headers", Reply.Reset());
        yield return Fault.Transient<KnowledgeBaseConnectionException>("reset within the headers", Reply.Raw(PartialHeaders).ThenReset());
        yield return Fault.Transient<KnowledgeBaseConnectionException>("closed within the headers", Reply.Raw(PartialHeaders).ThenClose());
        yield return Fault.Transient<KnowledgeBaseConnectionException>("reset after the headers", Reply.Partial(Valid, 0).ThenReset());
        yield return Fault.Transient<KnowledgeBaseConnectionException>("reset within the first run", Reply.Partial(Valid, 10).ThenReset());
        yield return Fault.Tolerated(
            "one byte at a time", SendByteByByte(Reply.Raw($"{OkHeaders}Content-Length: {Valid.Length}\r\n\r\n"), Valid));
    }

    private static IEnumerable<Fault> TruncatedBodies() =>
        from cut in Enumerable.Range(0, Cuts)
        let offset = cut * Valid.Length / Cuts
        select Fault.Transient<KnowledgeBaseConnectionException>(
            $"truncated at byte {offset}", Reply.Truncated(Valid, offset), CompleteRuns(offset));
}
