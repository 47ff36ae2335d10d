using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>An application with the client among its services, which sets up all its HTTP clients alike, or this one.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="address">The service's.</param>
    /// <param name="all">What the application does to all its HTTP clients.</param>
    /// <param name="one">What it does to this one.</param>
    /// <param name="configure">Sets options; without it nothing is tried again.</param>
    /// <param name="time">The client's clock; null for the system's.</param>
    public Application(
        Uri address,
        Action<IHttpClientBuilder>? all = null,
        Action<IHttpClientBuilder>? one = null,
        Action<KnowledgeBaseClientOptions>? configure = null,
        TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.ConfigureHttpClientDefaults(builder => all?.Invoke(builder));
        var builder = services.AddKnowledgeBaseClient(options =>
        {
            (options.ApiKey, options.BaseAddress, options.MaxRetries) = (TestClients.Key, address, 0);
            configure?.Invoke(options);
        });
        one?.Invoke(builder);
        _services = builder.Services.BuildServiceProvider();
    }

    public IRunsClient Client => _services.GetRequiredService<IRunsClient>();

    public IHttpClientFactory HttpClients => _services.GetRequiredService<IHttpClientFactory>();

    /// <summary>The same, done to all HTTP clients or to this one.</summary>
    public static Application With(Uri address, bool all, Action<IHttpClientBuilder> set, Action<KnowledgeBaseClientOptions>? configure = null) =>
        all ? new Application(address, all: set, configure: configure) : new Application(address, one: set, configure: configure);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
