namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>The number of faults that the tests have tried, over all of their fixtures.</summary>
internal static class FaultCount
{
    private static readonly object Lock = new();

    private static int _tried;

    // Written to a file, because `dotnet test` does not show the console output of a test.
    public static void Increment()
    {
        lock (Lock)
        {
            _tried++;
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "faults-tried.txt"), $"faults tried {_tried}\n");
        }
    }
}
