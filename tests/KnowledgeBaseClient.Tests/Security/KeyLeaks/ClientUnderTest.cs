using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>A client created by its constructor, or by a container that is disposed with it.</summary>
internal sealed class ClientUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider? _services;

    public ClientUnderTest(
        bool injected,
        KnowledgeBaseClientOptions options,
        TimeProvider? time = null,
        ILoggerProvider? logs = null,
        ILoggerFactory? loggerFactory = null,
        Action<IHttpClientBuilder>? configure = null)
    {
        if (!injected)
        {
            Runs = new RunsClient(options, null, loggerFactory, time);
            return;
        }

        var services = new ServiceCollection();
        if (logs is not null)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        }

        if (time is not null)
        {
            services.AddSingleton(time);
        }

        var builder = services.AddKnowledgeBaseClient(target =>
        {
            foreach (var property in typeof(KnowledgeBaseClientOptions).GetProperties())
            {
                property.SetValue(target, property.GetValue(options));
            }
        });

        // The default loggers are off, but an application can bring them back.
        builder.AddDefaultLogger();
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
        Runs = _services.GetRequiredService<IRunsClient>();
    }

    public IRunsClient Runs { get; }

    public async ValueTask DisposeAsync()
    {
        if (_services is null)
        {
            ((IDisposable)Runs).Dispose();
            return;
        }

        await _services.DisposeAsync();
    }
}
