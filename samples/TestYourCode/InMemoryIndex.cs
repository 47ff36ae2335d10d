namespace TestYourCode;

internal sealed class InMemoryIndex : ISearchIndex
{
    public List<string> RunIds { get; } = [];

    public Task AddAsync(string runId, CancellationToken cancellationToken)
    {
        RunIds.Add(runId);
        return Task.CompletedTask;
    }
}
