using KnowledgeBaseClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the client for the runs of knowledge bases to an application's services.</summary>
public static class KnowledgeBaseClientServiceCollectionExtensions
{
    private const string ClientName = "KnowledgeBaseClient";

    /// <summary>Adds <see cref="IRunsClient"/> as a singleton. Without anything set it takes key and address from the environment.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; null to leave them to the environment and the defaults.</param>
    /// <returns>The builder of its HTTP client, to add handlers to. They never see the API key, unless they replace the primary one.</returns>
    /// <remarks>
    /// The options are validated when the host starts, or else when the client is first asked for. A timeout, base address or user agent set for
    /// its <see cref="HttpClient"/> has no effect: those are options.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IHttpClientBuilder AddKnowledgeBaseClient(
        this IServiceCollection services, Action<KnowledgeBaseClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IRunsClient>(provider => CreateClient(provider, ClientName));
        return services.AddClient(Options.Options.DefaultName, ClientName, configure ?? (_ => { }));
    }

    /// <summary>Adds <see cref="IRunsClient"/> as a singleton with options from the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section whose entries are named like the options, such as <c>ApiKey</c> and <c>BaseAddress</c>.</param>
    /// <inheritdoc cref="AddKnowledgeBaseClient(IServiceCollection, Action{KnowledgeBaseClientOptions})"/>
    public static IHttpClientBuilder AddKnowledgeBaseClient(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return services.AddKnowledgeBaseClient(options =>
        {
            section.Bind(options);
            options.ConfigurationPath = (section as IConfigurationSection)?.Path ?? "";
        });
    }

    /// <summary>Adds <see cref="IRunsClient"/> as a keyed singleton, for an application that uses several API keys or addresses.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The service key, as in <c>[FromKeyedServices("tenant-a")]</c>. Not the API key.</param>
    /// <param name="configure">Sets the options. The API key has to be among them: a keyed client never takes it from the environment.</param>
    /// <returns>The builder of its HTTP client, to add handlers to. They never see the API key, unless they replace the primary one.</returns>
    /// <remarks>
    /// The options are validated when the host starts, or else when the client is first asked for. A timeout, base address or user agent set for
    /// its <see cref="HttpClient"/> has no effect: those are options.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty.</exception>
    public static IHttpClientBuilder AddKeyedKnowledgeBaseClient(
        this IServiceCollection services, string key, Action<KnowledgeBaseClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(configure);

        var name = $"{ClientName}:{key}";
        services.TryAddKeyedSingleton<IRunsClient>(key, (provider, _) => CreateClient(provider, name));
        return services.AddClient(key, name, options =>
        {
            options.KeyFromEnvironment = false;
            configure(options);
        });
    }

    private static IHttpClientBuilder AddClient(
        this IServiceCollection services, string optionsName, string clientName, Action<KnowledgeBaseClientOptions> configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KnowledgeBaseClientOptions>, OptionsValidator>());
        services.AddOptions<KnowledgeBaseClientOptions>(optionsName)
            .Configure(configure)
            .PostConfigure(options => EnvironmentDefaults.Apply(options, Environment.GetEnvironmentVariable))
            .ValidateOnStart();

        services.TryAddKeyedSingleton<KeyRedactor>(clientName);
        services.TryAddKeyedSingleton<FactoryHandlerTracker>(clientName);
        services.TryAddKeyedSingleton(clientName, (provider, _) => new ClientConfiguration(
            provider.GetRequiredService<IOptionsMonitor<KnowledgeBaseClientOptions>>().Get(optionsName)));
        services.AddOptions<HttpClientFactoryOptions>(clientName)
            .PostConfigure(factory => factory.HttpMessageHandlerBuilderActions.Add(builder => AddApiKeyHandler(builder, clientName)));

        return services.AddHttpClient(clientName);
    }

    // Runs after the application's own configuration, so that the key handler is the innermost around any primary handler.
    private static void AddApiKeyHandler(HttpMessageHandlerBuilder builder, string clientName)
    {
        if (builder.PrimaryHandler is not ApiKeyHandler)
        {
            var configuration = ConfigurationOf(builder.Services, clientName);
            var redactor = builder.Services.GetRequiredKeyedService<KeyRedactor>(clientName);
            PrimaryHandler.AcceptCompression(builder.PrimaryHandler);
            builder.PrimaryHandler = new ApiKeyHandler(configuration.Keys, redactor, builder.PrimaryHandler, configuration.Settings.BaseAddress);
            builder.Services.GetRequiredKeyedService<FactoryHandlerTracker>(clientName).Add(builder.PrimaryHandler);
        }
    }

    private static RunsClient CreateClient(IServiceProvider provider, string clientName)
    {
        var factory = provider.GetRequiredService<IHttpClientFactory>();
        var settings = ConfigurationOf(provider, clientName).Settings;
        return new RunsClient(new ClientServices(
            settings,
            CreateSender,
            provider.GetRequiredKeyedService<KeyRedactor>(clientName),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredKeyedService<FactoryHandlerTracker>(clientName)));

        // Called for every attempt, so that the factory can replace its handlers.
        RunsSender CreateSender()
        {
            var client = factory.CreateClient(clientName);

            // After the application's own configuration: the timeout and the address of the options win.
            settings.ApplyTo(client);
            return new RunsSender(client);
        }
    }

    private static ClientConfiguration ConfigurationOf(IServiceProvider provider, string clientName) =>
        provider.GetRequiredKeyedService<ClientConfiguration>(clientName);
}
