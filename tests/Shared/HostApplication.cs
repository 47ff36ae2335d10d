using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>An application that registers the client and configures all its HTTP clients, or this one only.</summary>
internal sealed class HostApplication : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="address">The base address of the service.</param>
    /// <param name="allClients">Configures all HTTP clients of the application.</param>
    /// <param name="thisClient">Configures the HTTP client of the library only.</param>
    /// <param name="configure">Sets options. By default there are no retries.</param>
    /// <param name="time">The client's clock; null for the system clock.</param>
    public HostApplication(
        Uri address,
        Action<IHttpClientBuilder>? allClients = null,
        Action<IHttpClientBuilder>? thisClient = null,
        Action<KnowledgeBaseClientOptions>? configure = null,
        TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.ConfigureHttpClientDefaults(builder => allClients?.Invoke(builder));
        var builder = services.AddKnowledgeBaseClient(options =>
        {
            (options.ApiKey, options.BaseAddress, options.MaxRetries) = (TestClients.Key, address, 0);
            configure?.Invoke(options);
        });
        thisClient?.Invoke(builder);
        _services = builder.Services.BuildServiceProvider();
    }

    public IRunsClient Client => _services.GetRequiredService<IRunsClient>();

    public IHttpClientFactory HttpClients => _services.GetRequiredService<IHttpClientFactory>();

    /// <summary>An application that applies one configuration either to all its HTTP clients or to this one only.</summary>
    public static HostApplication With(
        Uri address, bool allClients, Action<IHttpClientBuilder> set, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(address, allClients ? set : null, allClients ? null : set, configure);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
