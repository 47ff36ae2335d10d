using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KnowledgeBaseClient.Tests.HealthChecks;

/// <summary>Base class of tests that check the health of one knowledge base, on a fake clock.</summary>
public abstract class HealthCheckFixture : IDisposable
{
    protected static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private protected TestClock Clock { get; } = new();

    private protected SimulatedService Service { get; } = new();

    private ServiceProvider? _services;

    public void Dispose()
    {
        _services?.Dispose();
        Service.Dispose();
        GC.SuppressFinalize(this);
    }

    protected IRunsClient Client => _services!.GetRequiredService<IRunsClient>();

    protected async Task<HealthReportEntry> CheckAsync(
        Action<KnowledgeBaseHealthCheckOptions>? configure = null, HealthStatus? failureStatus = null)
    {
        Start(configure, failureStatus);
        return await EntryAsync();
    }

    protected void Start(Action<KnowledgeBaseHealthCheckOptions>? configure = null, HealthStatus? failureStatus = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock);
        services.AddKnowledgeBaseClient(Configure).ConfigurePrimaryHttpMessageHandler(() => Service);
        services.AddKeyedKnowledgeBaseClient("tenant-a", Configure).ConfigurePrimaryHttpMessageHandler(() => Service);
        services.AddHealthChecks().AddKnowledgeBaseClient("kb", configure, failureStatus: failureStatus);
        _services = services.BuildServiceProvider();

        static void Configure(KnowledgeBaseClientOptions options)
        {
            (options.ApiKey, options.MaxRetries) = (TestClients.Key, 0);
            (options.AttemptTimeout, options.TotalTimeout) = (OneHour, OneHour);
        }
    }

    private async Task<HealthReportEntry> EntryAsync() =>
        (await _services!.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["knowledge_base"];

    protected async Task<HealthStatus> StatusAsync() => (await EntryAsync()).Status;

    // Waits until the poller is idle, and runs the next poll.
    protected async Task PollAsync()
    {
        Clock.Advance(await Clock.ArmedAsync(due => due < OneHour));
        await Clock.ArmedAsync(due => due < OneHour);
    }
}
