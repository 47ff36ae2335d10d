using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Stops the host after a fatal error of the silo, typically because it was frozen and the cluster has removed it. Orleans' own handler ends
// the process at once, and with it the work of the application. A silo that continued would poll in addition to its replacement.
internal sealed class HostStoppingErrorHandler : IFatalErrorHandler
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(2);

    private readonly ILogger _logger;
    private readonly SiloFailure _failure;
    private readonly IHostApplicationLifetime? _lifetime;
    private readonly TimeProvider _time;
    private int _stopping;

    public HostStoppingErrorHandler(ILoggerFactory loggers, SiloFailure failure, IServiceProvider services)
    {
        (_logger, _failure) = (loggers.CreateLogger(FleetEvents.Category), failure);
        _lifetime = services.GetService<IHostApplicationLifetime>();
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    }

    // Without a host to stop, as Orleans does. Tests replace it.
    internal Action<string, Exception?> FailFast { get; init; } = Environment.FailFast;

    // Tests replace it.
    internal Action<int> SetExitCode { get; init; } = code => Environment.ExitCode = code;

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        _failure.Set();
        HostingEvents.SiloFailed(_logger, context ?? sender?.GetType().Name ?? "unknown", exception);
        if (_lifetime is null)
        {
            FailFast($"Fatal error of the silo: {context}", exception);
        }
        else if (Interlocked.Exchange(ref _stopping, 1) == 0)
        {
            SetExitCode(1);

            // The caller is a part of the silo that the host waits for.
            _ = DetachedTask.Run(() => StopAsync(_lifetime));
        }
    }

    private async Task StopAsync(IHostApplicationLifetime lifetime)
    {
        // Not awaited: a callback of the application may block.
        _ = Task.Run(lifetime.StopApplication);
        try
        {
            await Task.Delay(StopLimit, _time, lifetime.ApplicationStopped).ConfigureAwait(false);
            HostingEvents.HostDoesNotStop(_logger, StopLimit);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
