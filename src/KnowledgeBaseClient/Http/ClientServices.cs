using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The services that all parts of one client share, built the same way with and without dependency injection.
internal sealed record ClientServices(
    ClientSettings Settings,
    Func<RunsSender> CreateSender,
    KeyRedactor Redactor,
    ClientTelemetry Telemetry,
    TimeProvider Time,
    IDisposable? OwnedHandlers)
    : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();

    // The source of jitter. Tests fix it.
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    // Canceled when the client is disposed.
    public CancellationToken DisposalToken => _disposed.Token;

    public static ClientServices Create(
        KnowledgeBaseClientOptions options, HttpMessageHandler? handler, ILoggerFactory? loggerFactory, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        BrowserGuard.ThrowIfBrowser();
        options = options.Clone();
        EnvironmentDefaults.Apply(options, Environment.GetEnvironmentVariable);
        var problems = string.Join(" ", OptionsValidator.FindProblems(options));
        if (problems.Length > 0)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        var settings = ClientSettings.From(options);
        var keys = ApiKeySource.From(options);
        var redactor = keys.CreateRedactor();
        var keyHandler = new ApiKeyHandler(keys, redactor, handler ?? PrimaryHandler.Create(), settings.BaseAddress)
        {
            OwnsRequest = true,
        };
        var sender = RunsSender.WithoutHttpClient(keyHandler, settings);
        var time = timeProvider ?? TimeProvider.System;
        var telemetry = new ClientTelemetry(loggerFactory, meters: null, settings.BaseAddress, redactor.Redact, time);
        return new ClientServices(settings, () => sender, redactor, telemetry, time, handler is null ? keyHandler : null);
    }

    public static ObjectDisposedException DisposedException() => new("KnowledgeBaseClient.RunsClient");

    public void ThrowIfDisposed()
    {
        if (DisposalToken.IsCancellationRequested)
        {
            throw DisposedException();
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        OwnedHandlers?.Dispose();
    }
}
