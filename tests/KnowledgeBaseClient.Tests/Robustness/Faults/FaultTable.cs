namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>All faults that the library must handle, with the expected result of each.</summary>
internal static class FaultTable
{
    /// <summary>The status line and headers of a 200 response, without the blank line that ends them.</summary>
    public const string OkHeaders = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    /// <summary>A response body with two runs. Its strings contain brackets and quotes, which must not end a run early.</summary>
    public static string Valid { get; } =
        """[{"id":"a","status":"completed","output":{"text":"}]\"[{"}},{"id":"b","status":"failed","output":null}]""";

    /// <summary>The length of <see cref="Valid"/> up to the end of the first run.</summary>
    public static int EndOfFirstRun { get; } = Valid.IndexOf("},{", StringComparison.Ordinal) + 1;

    public static IReadOnlyList<Fault> All { get; } =
    [
        .. ConnectionFaults.All,
        .. StallFaults.All,
        .. FramingFaults.All,
        .. HeaderFaults.All,
        .. BodyFaults.All,
        .. CompressionFaults.All,
        .. RedirectFaults.All,
        .. StatusFaults.All,
        .. RetryAfterFaults.All,
    ];

    /// <summary>How many complete runs the first bytes of <see cref="Valid"/> contain.</summary>
    public static int CompleteRuns(int bytes) => bytes >= Valid.Length - 1 ? 2 : bytes >= EndOfFirstRun ? 1 : 0;

    /// <summary>Sends each character of a text in its own packet.</summary>
    public static Reply SendByteByByte(Reply reply, string text) => text.Aggregate(reply, (sent, next) => sent.ThenSend($"{next}"));
}
