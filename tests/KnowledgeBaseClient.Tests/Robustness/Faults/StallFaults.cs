using static KnowledgeBaseClient.Tests.Robustness.Faults.FaultTable;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Responses that stop arriving while the connection stays open.</summary>
internal static class StallFaults
{
    public static IEnumerable<Fault> All => [.. BeforeTheFirstRun(), .. AfterTheFirstRun()];

    private static IEnumerable<Fault> BeforeTheFirstRun()
    {
        yield return Fault.Stalled("stall before the headers", Reply.Stall);
        yield return Fault.Stalled("stall within the headers", () => Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenStall());
        yield return Fault.Stalled("stall after an interim response", () => Reply.Raw("HTTP/1.1 103 Early Hints\r\n\r\n").ThenStall());
        yield return Fault.Stalled("stall after the headers", () => Reply.StallInBody(Valid, 0));
        yield return Fault.Stalled("stall within the first run", () => Reply.StallInBody(Valid, 10));
    }

    private static IEnumerable<Fault> AfterTheFirstRun()
    {
        yield return Fault.Stalled("stall after the first run", () => Reply.StallInBody(Valid, EndOfFirstRun), 1);
        yield return Fault.Stalled("stall between runs", () => Reply.StallInBody(Valid, EndOfFirstRun + 1), 1);
        yield return Fault.Stalled("stall within the second run", () => Reply.StallInBody(Valid, EndOfFirstRun + 10), 1);
        yield return Fault.Stalled("stall before the end of the list", () => Reply.StallInBody(Valid, Valid.Length - 1), 2);
        yield return Fault.Stalled("stall after the list, without a length", () => Reply.Raw($"{OkHeaders}\r\n{Valid}").ThenStall(), 2);
        yield return Fault.Stalled(
            "one byte at a time, then stall",
            () => SendByteByByte(Reply.Raw($"{OkHeaders}Content-Length: {Valid.Length}\r\n\r\n"), Valid[..^1]).ThenStall(),
            2);
    }
}
