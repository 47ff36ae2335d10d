namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>The number of faults that the tests have tried, over all of their fixtures.</summary>
internal static class FaultCount
{
    private static int _tried;

    public static int Tried => Volatile.Read(ref _tried);

    public static void Increment() => Interlocked.Increment(ref _tried);
}
