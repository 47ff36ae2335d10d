using static KnowledgeBaseClient.Tests.Robustness.Faults.FaultTable;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Bodies whose length or chunks do not match what is sent.</summary>
internal static class FramingFaults
{
    private static readonly int AllRuns = CompleteRuns(Valid.Length);

    public static IEnumerable<Fault> All => [.. Lengths(), .. Chunks()];

    private static IEnumerable<Fault> Lengths()
    {
        yield return Fault.Transient<KnowledgeBaseConnectionException>(
            "length too long", Reply.Raw($"{OkHeaders}Content-Length: {Valid.Length + 10}\r\n\r\n{Valid}").ThenClose(), AllRuns);
        yield return Fault.Permanent<InvalidResponseException>(
            "length too short", Reply.Raw($"{OkHeaders}Content-Length: {Valid.Length - 1}\r\n\r\n{Valid}").ThenClose(), AllRuns);
        yield return Fault.Transient<KnowledgeBaseConnectionException>(
            "no length, closed before the end", Reply.Raw($"{OkHeaders}\r\n{Valid[..^1]}").ThenClose(), AllRuns);
        yield return Fault.Tolerated("no length, closed at the end", Reply.Raw($"{OkHeaders}\r\n{Valid}").ThenClose());
        yield return Fault.Tolerated(
            "length is not a number, closed at the end", Reply.Raw($"{OkHeaders}Content-Length: many\r\n\r\n{Valid}").ThenClose());
        yield return Fault.Permanent<InvalidResponseException>("body is blank", Reply.Json("  "));
    }

    private static IEnumerable<Fault> Chunks()
    {
        yield return Chunked("chunk without a length", $"zz\r\n{Valid}");
        yield return Fault.Transient<KnowledgeBaseConnectionException>(
            "truncated chunk", Chunked($"{Valid.Length:x}\r\n{Valid[..10]}").ThenClose());
        yield return Fault.Transient<KnowledgeBaseConnectionException>(
            "no last chunk", Chunked($"{Valid.Length:x}\r\n{Valid}\r\n").ThenClose(), AllRuns);
        yield return Chunked("chunk length overflows", $"fffffffffffffffff\r\n{Valid}\r\n");
        yield return Chunked("negative chunk length", $"-1\r\n{Valid}\r\n");
        yield return Chunked("chunk longer than its length", $"9\r\n{Valid}\r\n0\r\n\r\n");
        yield return Chunked("last chunk too early", $"a\r\n{Valid[..10]}\r\n0\r\n\r\n");
        yield return Chunked("chunked, empty body", "0\r\n\r\n");
        yield return Fault.Tolerated(
            "chunks of one byte",
            Valid.Aggregate(Chunked(""), (reply, next) => reply.ThenSend($"1;x=y\r\n{next}\r\n")).ThenSend("0\r\nX: y\r\n\r\n"));
    }

    private static Fault Chunked(string name, string body) => Fault.Transient<KnowledgeBaseConnectionException>(name, Chunked(body));

    private static Reply Chunked(string body) => Reply.Raw($"{OkHeaders}Transfer-Encoding: chunked\r\n\r\n{body}");
}
