using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient;

// What a client is made of, put together the same way with and without dependency injection.
internal sealed record ClientServices(
    ClientSettings Settings, Func<RunsApi> Api, KeyRedactor Redactor, ILogger Logger, TimeProvider Time, IDisposable? Owned)
{
    // Of pauses, so that a test may fix it.
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    public static ClientServices WithoutInjection(
        KnowledgeBaseClientOptions options, HttpMessageHandler? handler, ILoggerFactory? loggerFactory, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options.Clone();
        EnvironmentDefaults.Apply(options, Environment.GetEnvironmentVariable);
        var problems = string.Join(" ", OptionsValidator.FindProblems(options));
        if (problems.Length > 0)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        var settings = ClientSettings.From(options);
        var redactor = new KeyRedactor();
        var keyed = new ApiKeyHandler(ApiKeySource.From(options), redactor, handler ?? PrimaryHandler.MakeDefault(), settings.BaseAddress)
        {
            IsOutermost = true,
        };
        var api = RunsApi.Direct(keyed, settings);
        var logger = loggerFactory?.CreateLogger(Log.Category) ?? NullLogger.Instance;
        return new ClientServices(settings, () => api, redactor, logger, timeProvider ?? TimeProvider.System, handler is null ? keyed : null);
    }
}
