using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Hosting;

public sealed class HostStoppingErrorHandlerTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly CapturedLogs _logs = new(minimum: LogLevel.Critical);
    private readonly SiloFailure _failure = new();
    private readonly TestLifetime _lifetime = new();
    private int _exitCode;
    private string? _failedFast;

    public void Dispose()
    {
        _lifetime.Dispose();
        _logs.Dispose();
    }

    [Test]
    public async Task OnFatalException_WithAHost_StopsItOnceAndSetsTheExitCode()
    {
        var handler = Handler(_lifetime);

        handler.OnFatalException(this, "told dead", new InvalidOperationException("reason"));
        handler.OnFatalException(this, "told dead", null);

        await _lifetime.StopRequested.OrTimeout();
        Assert.That((_exitCode, _failedFast, _failure.HasOccurred), Is.EqualTo((1, (string?)null, true)));
        Assert.That(_logs.Texts, Has.Some.Contains("told dead").And.Some.Contains("host stops"));
        Assert.That(_lifetime.StopRequests, Is.EqualTo(1));
    }

    [Test]
    public async Task OnFatalException_HostDoesNotStop_LogsAgain()
    {
        Handler(_lifetime).OnFatalException(this, "told dead");

        await _clock.ArmedAsync(due => due == TimeSpan.FromMinutes(2));
        Assert.That(_logs.Texts, Has.None.Contains("has not stopped"));
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.That(() => _logs.Texts, Has.Some.Contains("has not stopped").After(10_000, 10));
        Assert.That(_failedFast, Is.Null);
    }

    [Test]
    public async Task OnFatalException_HostStops_LogsNoMore()
    {
        Handler(_lifetime).OnFatalException(this, "told dead");
        await _clock.ArmedAsync(due => due == TimeSpan.FromMinutes(2));

        _lifetime.NotifyStopped();

        await _clock.DisarmedAsync();
        Assert.That(_logs.Texts, Has.None.Contains("has not stopped"));
    }

    [Test]
    public void OnFatalException_WithoutAHost_EndsTheProcessAsOrleansDoes()
    {
        Handler(lifetime: null).OnFatalException(this, "told dead");

        Assert.That(_failedFast, Does.Contain("told dead"));
    }

    [Test]
    public async Task OnFatalException_RunningSilo_ItsHostStops()
    {
        using var files = new Storage.TemporaryDirectory();
        var exitCode = Environment.ExitCode;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseEmbeddedFleet(files.FullPath));
        builder.Services.AddKnowledgeBaseClient(options => options.ApiKey = TestClients.Key).AddFleet();
        using var host = builder.Build();
        await host.StartAsync().OrTimeout();

        host.Services.GetRequiredService<IFatalErrorHandler>().OnFatalException(this, "told dead");

        await host.WaitForShutdownAsync().OrTimeout();
        Assert.That(Environment.ExitCode, Is.EqualTo(1));
        Environment.ExitCode = exitCode;
    }

    private HostStoppingErrorHandler Handler(IHostApplicationLifetime? lifetime)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_clock);
        if (lifetime is not null)
        {
            services.AddSingleton(lifetime);
        }

        return new HostStoppingErrorHandler(_logs, _failure, services.BuildServiceProvider())
        {
            SetExitCode = code => _exitCode = code,
            FailFast = (message, _) => _failedFast = message,
        };
    }
}
