using KnowledgeBaseClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="IRunsClient"/> in an application's services.</summary>
public static class KnowledgeBaseClientServiceCollectionExtensions
{
    private const string ClientName = "KnowledgeBaseClient";

    /// <summary>Registers <see cref="IRunsClient"/> as a singleton.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">
    /// Sets the options; null for none. The API key and the address default to environment variables, all other options to their default
    /// values.
    /// </param>
    /// <returns>
    /// The builder of the client's <see cref="HttpClient"/>, to which handlers can be added. Handlers never see the API key, except for one
    /// that replaces the primary handler.
    /// </returns>
    /// <remarks>
    /// The options are validated when the host starts; without a host, when the client is first resolved. A timeout, base address or user
    /// agent that is set on the <see cref="HttpClient"/> has no effect: set <see cref="KnowledgeBaseClientOptions"/> instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IHttpClientBuilder AddKnowledgeBaseClient(
        this IServiceCollection services, Action<KnowledgeBaseClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IRunsClient>(provider => CreateClient(provider, ClientName));
        return services.AddClient(Options.Options.DefaultName, ClientName, configure ?? (_ => { }));
    }

    /// <summary>Registers <see cref="IRunsClient"/> as a singleton with options from the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The configuration section. Its entries have the names of the options, such as <c>ApiKey</c> and <c>BaseAddress</c>.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="section"/> is null.</exception>
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

    /// <summary>Registers <see cref="IRunsClient"/> as a keyed singleton, for an application with several API keys or addresses.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The service key, as in <c>[FromKeyedServices("tenant-a")]</c>. Not the API key.</param>
    /// <param name="configure">
    /// Sets the options. It must set the API key or a provider, because a keyed client never reads the key from the environment.
    /// </param>
    /// <returns>
    /// The builder of the client's <see cref="HttpClient"/>, to which handlers can be added. Handlers never see the API key, except for one
    /// that replaces the primary handler.
    /// </returns>
    /// <remarks>
    /// The options are validated when the host starts; without a host, when the client is first resolved. A timeout, base address or user
    /// agent that is set on the <see cref="HttpClient"/> has no effect: set <see cref="KnowledgeBaseClientOptions"/> instead.
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

    // Runs after all other configuration, so that the key handler is innermost even if the application replaces the primary handler.
    private static void AddApiKeyHandler(HttpMessageHandlerBuilder builder, string clientName)
    {
        if (builder.PrimaryHandler is not ApiKeyHandler)
        {
            var configuration = ConfigurationOf(builder.Services, clientName);
            var redactor = builder.Services.GetRequiredKeyedService<KeyRedactor>(clientName);
            PrimaryHandler.AcceptCompression(builder.PrimaryHandler);
            builder.PrimaryHandler = new ApiKeyHandler(
                configuration.Keys, redactor, builder.PrimaryHandler, configuration.Settings.BaseAddress);
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
