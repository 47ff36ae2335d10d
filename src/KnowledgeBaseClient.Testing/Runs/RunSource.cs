namespace KnowledgeBaseClient.Testing;

// A function of a test that returns the runs. One call at a time, without another lock: the function may use the simulator.
internal sealed class RunSource(Func<IEnumerable<Run>> runs)
{
    private readonly object _lock = new();

    public void Call(Action<IReadOnlyList<FixedRun>> replace)
    {
        lock (_lock)
        {
            replace([.. runs().Select(RunJson.ToFixedRun)]);
        }
    }
}
