namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>The combinations of faults, kinds of call, and whether one retry is allowed.</summary>
internal static class FaultMatrix
{
    /// <summary>How many of the calls a reduced run makes for each fault: a quarter.</summary>
    public const int ReducedCallsPerFault = 2;

    public static IReadOnlyList<(CallKind Kind, bool CanRetry)> Calls { get; } =
        [.. from kind in Enum.GetValues<CallKind>() from canRetry in (bool[])[false, true] select (kind, canRetry)];

    public static IEnumerable<(Fault Fault, CallKind Kind, bool CanRetry)> Combinations(TestSize size) =>
        from numbered in FaultTable.All.Select((fault, number) => (Fault: fault, Number: number))
        from call in size.Choose(Calls, ReducedCallsPerFault, numbered.Number)
        select (numbered.Fault, call.Kind, call.CanRetry);
}
