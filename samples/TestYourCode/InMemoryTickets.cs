namespace TestYourCode;

internal sealed class InMemoryTickets : ITickets
{
    public Dictionary<string, string> Reasons { get; } = [];

    public Task OpenAsync(string runId, string reason, CancellationToken cancellationToken)
    {
        Reasons.Add(runId, reason);
        return Task.CompletedTask;
    }
}
