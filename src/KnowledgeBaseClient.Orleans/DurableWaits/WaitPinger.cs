using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient;

// Keeps the durable waits of all fleets of a silo active. Orleans asks for lifecycle participants in silos only, not in its clients.
internal sealed class WaitPinger(
    IGrainFactory grains,
    FleetMembers members,
    TimeProvider time,
    Func<string, Func<string, string>> redactorOf,
    ILoggerFactory? loggers = null)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // The silo of the index may just have failed.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers?.CreateLogger(DurableWaitEvents.Category) ?? NullLogger.Instance;
    private readonly CancellationTokenSource _stop = new();
    private Task _pings = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(WaitPinger), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stop.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        var fleets = members.All.Select(member => member.Name).Distinct(StringComparer.Ordinal).ToList();
        _pings = DetachedTask.Run(() => Task.WhenAll(fleets.Select(PingAsync)));
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pings.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PingAsync(string fleet)
    {
        while (!_stop.IsCancellationRequested)
        {
            var delay = await TryPingAsync(fleet).ConfigureAwait(false) ? Interval : RetryDelay;
            await Task.Delay(delay, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryPingAsync(string fleet)
    {
        try
        {
            var ping = grains.GetGrain<IWaitIndexGrain>(fleet).PingAsync();
            ping.ObserveFailure();
            await ping.WaitAsync(_stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure)
        {
            var reason = Sentence.End(ErrorText.OfCause(failure, redactorOf(fleet)));
            DurableWaitEvents.PingFailed(_logger, fleet, reason, RetryDelay);
            return false;
        }
    }
}
