using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient.Aot.Checks;

/// <summary>Dependency injection, plain and keyed, and configuration binding.</summary>
internal static class RegistrationChecks
{
    public static IEnumerable<Check> All(Server server)
    {
        void Configure(KnowledgeBaseClientOptions options, string apiKey) =>
            (options.ApiKey, options.BaseAddress) = (apiKey, server.Address);

        return
        [
            new("FromEnvironment", async () =>
            {
                Environment.SetEnvironmentVariable("KNOWLEDGE_BASE_API_KEY", server.ApiKey);
                Environment.SetEnvironmentVariable("KNOWLEDGE_BASE_URL", $"{server.Address}");
                using var client = RunsClient.FromEnvironment();
                Check.Equal(3, (await client.ListAsync("kb")).Count);
            }),
            new("AddKnowledgeBaseClient with the environment", async () =>
            {
                await using var services = new ServiceCollection().AddKnowledgeBaseClient().Services.BuildServiceProvider();
                Check.Equal(3, (await services.GetRequiredService<IRunsClient>().ListAsync("kb")).Count);
            }),
            new("AddKnowledgeBaseClient", async () =>
            {
                await using var services = new ServiceCollection()
                    .AddKnowledgeBaseClient(options => Configure(options, server.ApiKey)).Services
                    .BuildServiceProvider();
                Check.Equal(3, (await services.GetRequiredService<IRunsClient>().ListAsync("kb")).Count);
            }),
            new("AddKeyedKnowledgeBaseClient", async () =>
            {
                await using var services = new ServiceCollection()
                    .AddKeyedKnowledgeBaseClient("a", options => Configure(options, server.ApiKey)).Services
                    .AddKeyedKnowledgeBaseClient("b", options => Configure(options, "another-key")).Services
                    .BuildServiceProvider();
                Check.Equal(3, (await services.GetRequiredKeyedService<IRunsClient>("a").ListAsync("kb")).Count);
                await Check.ThrowsAsync<ApiKeyRejectedException>(() => services.GetRequiredKeyedService<IRunsClient>("b").ListAsync("kb"));
            }),
            new("AddKeyedKnowledgeBaseClient with a section", async () =>
            {
                var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["Tenants:A:ApiKey"] = server.ApiKey,
                    ["Tenants:A:BaseAddress"] = $"{server.Address}",
                }).Build();
                await using var services = new ServiceCollection()
                    .AddKeyedKnowledgeBaseClient("a", configuration.GetSection("Tenants:A")).Services
                    .BuildServiceProvider();
                Check.Equal(3, (await services.GetRequiredKeyedService<IRunsClient>("a").ListAsync("kb")).Count);
            }),
            new("ApiKeyProvider", async () =>
            {
                using var client = server.CreateClient(options =>
                    (options.ApiKey, options.ApiKeyProvider) = (null, _ => ValueTask.FromResult(server.ApiKey)));
                Check.Equal(3, (await client.ListAsync("kb")).Count);
            }),
            new("A configuration section", () => BindAsync(server)),
            new("A section of the application", () =>
            {
                var configuration = new ConfigurationBuilder()
                    .AddInMemoryCollection(new Dictionary<string, string?> { ["Alerts:Status"] = "Stopped" })
                    .Build();
                var alerts = new AlertSettings();
                configuration.GetSection("Alerts").Bind(alerts);
                Check.Equal(RunStatus.Stopped, RunStatus.Parse(alerts.Status));
                return Task.CompletedTask;
            }),
            new("Invalid options", async () =>
            {
                await using var services = new ServiceCollection()
                    .AddKnowledgeBaseClient(options => (options.ApiKey, options.MaxRetries) = (server.ApiKey, -1)).Services
                    .BuildServiceProvider();
                await Check.ThrowsAsync<OptionsValidationException>(() => Task.FromResult(services.GetRequiredService<IRunsClient>()));
            }),
        ];
    }

    private static async Task BindAsync(Server server)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["KnowledgeBase:ApiKey"] = server.ApiKey,
            ["KnowledgeBase:BaseAddress"] = $"{server.Address}",
            ["KnowledgeBase:AttemptTimeout"] = "00:00:20",
            ["KnowledgeBase:Polling:InitialInterval"] = "00:00:00.001",
            ["KnowledgeBase:MaxRetry"] = "2",
        }).Build();
        var log = new LogText();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log))
            .AddKnowledgeBaseClient(configuration.GetSection("KnowledgeBase")).Services
            .BuildServiceProvider();

        var run = await services.GetRequiredService<IRunsClient>().WaitForCompletionAsync("wait-configured", "r1");

        Check.Equal(RunStatus.Completed, run.Status);
        var options = services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;
        Check.Equal(TimeSpan.FromSeconds(20), options.AttemptTimeout);
        Check.Equal(TimeSpan.FromMilliseconds(1), options.Polling.InitialInterval);
        Check.Equal(true, $"{log}".Contains("KnowledgeBase:MaxRetry", StringComparison.Ordinal));
    }

    private sealed class LogText : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text)
            {
                _text.AppendLine(formatter(state, exception));
            }
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }

        public override string ToString() => $"{_text}";
    }
}
