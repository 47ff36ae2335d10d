namespace KnowledgeBaseClient.Tests.Http.Retry;

/// <summary>A client on a fake clock. Its timeouts are longer than any retry delay, so that every short timer is a retry delay.</summary>
public abstract class RetryFixture
{
    protected static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(30);

    private protected TestClock Clock { get; } = new();

    private protected RunsClient CreateClient(
        ScriptedServer server, Action<KnowledgeBaseClientOptions>? configure = null, Func<double>? random = null)
    {
        var options = TestClients.Options(server.BaseAddress, options =>
        {
            options.AttemptTimeout = TimeSpan.FromHours(1);
            options.TotalTimeout = TimeSpan.FromHours(2);
            configure?.Invoke(options);
        });
        var services = ClientServices.Create(options, null, null, Clock);
        return new RunsClient(random is null ? services : services with { Random = random });
    }

    /// <summary>Waits until a retry delay begins, advances the clock past it, and returns it.</summary>
    protected async Task<TimeSpan> PassRetryDelayAsync()
    {
        var delay = await Clock.ArmedAsync(due => due <= MaxRetryDelay);
        Clock.Advance(delay);
        return delay;
    }
}
