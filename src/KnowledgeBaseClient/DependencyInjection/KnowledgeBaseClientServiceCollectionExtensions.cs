using System.Diagnostics.Metrics;
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
    /// The options are validated when the host starts, unless the application has replaced <see cref="IRunsClient"/>; without a host, when
    /// the client is first resolved. A timeout, base address or user agent that is set on the <see cref="HttpClient"/> has no effect: set
    /// <see cref="KnowledgeBaseClientOptions"/> instead. The logs of <see cref="HttpClient"/> are off, because every poll would write four
    /// entries; <c>AddDefaultLogger()</c> on the returned builder brings them back.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IHttpClientBuilder AddKnowledgeBaseClient(
        this IServiceCollection services, Action<KnowledgeBaseClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var name = Options.Options.DefaultName;
        var isNew = ClientRegistrations.Of(services).TryAdd(
            name, ServiceDescriptor.Singleton<IRunsClient>(provider => CreateClient(provider, name, ClientName)));
        return services.AddClient(name, ClientName, isNew, configure ?? (_ => { }));
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
        return services.AddKnowledgeBaseClient(Bind(section));
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
    /// The options are validated when the host starts, unless the application has replaced <see cref="IRunsClient"/>; without a host, when
    /// the client is first resolved. A timeout, base address or user agent that is set on the <see cref="HttpClient"/> has no effect: set
    /// <see cref="KnowledgeBaseClientOptions"/> instead. The logs of <see cref="HttpClient"/> are off, because every poll would write four
    /// entries; <c>AddDefaultLogger()</c> on the returned builder brings them back.
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
        var isNew = ClientRegistrations.Of(services).TryAdd(
            key, ServiceDescriptor.KeyedSingleton<IRunsClient>(key, (provider, _) => CreateClient(provider, key, name)));
        return services.AddClient(key, name, isNew, options =>
        {
            options.KeyFromEnvironment = false;
            configure(options);
        });
    }

    /// <summary>
    /// Registers <see cref="IRunsClient"/> as a keyed singleton with options from the configuration, for an application with several API
    /// keys or addresses.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The service key, as in <c>[FromKeyedServices("tenant-a")]</c>. Not the API key.</param>
    /// <param name="section">
    /// The configuration section. Its entries have the names of the options, such as <c>ApiKey</c> and <c>BaseAddress</c>. A keyed client
    /// never reads the key from the environment.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty.</exception>
    /// <inheritdoc cref="AddKeyedKnowledgeBaseClient(IServiceCollection, string, Action{KnowledgeBaseClientOptions})"/>
    public static IHttpClientBuilder AddKeyedKnowledgeBaseClient(this IServiceCollection services, string key, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddKeyedKnowledgeBaseClient(key, Bind(section));
    }

    private static Action<KnowledgeBaseClientOptions> Bind(IConfiguration section) => options =>
    {
        WithoutBlankEntries(section).Bind(options);
        options.ConfigurationPath = (section as IConfigurationSection)?.Path ?? "";

        // The root of a configuration contains the entries of the whole application.
        var unknown = section is IConfigurationSection ? SettingNames.FindUnknown(section) : [];
        options.UnknownSettings = [.. options.UnknownSettings, .. unknown];
    };

    // The binder takes an empty entry as not set, but fails for white space.
    private static IConfiguration WithoutBlankEntries(IConfiguration section)
    {
        var copy = new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(entry => !string.IsNullOrWhiteSpace(entry.Value)))
            .Build();
        return section is IConfigurationSection { Path: var path } ? copy.GetSection(path) : copy;
    }

    private static IHttpClientBuilder AddClient(
        this IServiceCollection services,
        string optionsName,
        string clientName,
        bool isNew,
        Action<KnowledgeBaseClientOptions> configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KnowledgeBaseClientOptions>, RegisteredOptionsValidator>());
        services.AddOptions<KnowledgeBaseClientOptions>(optionsName)
            .Configure(configure)
            .PostConfigure(options => EnvironmentDefaults.Apply(options, Environment.GetEnvironmentVariable))
            .ValidateOnStart();

        services.TryAddSingleton<RegisteredClients>();
        services.AddOptions<HttpClientFactoryOptions>(clientName)
            .PostConfigure(factory => factory.HttpMessageHandlerBuilderActions.Add(builder => AddApiKeyHandler(builder, optionsName)));

        // HttpClient would log four entries per request at Information for every poll. A logger that the application has added stays.
        var builder = services.AddHttpClient(clientName);
        return isNew ? builder.RemoveAllLoggers() : builder;
    }

    // Runs after all other configuration, so that the key handler is innermost even if the application replaces the primary handler.
    private static void AddApiKeyHandler(HttpMessageHandlerBuilder builder, string optionsName)
    {
        if (builder.PrimaryHandler is not ApiKeyHandler)
        {
            var client = builder.Services.GetRequiredService<RegisteredClients>().Get(optionsName);
            PrimaryHandler.AcceptCompression(builder.PrimaryHandler);
            builder.PrimaryHandler = new ApiKeyHandler(
                client.Keys, client.Redactor, builder.PrimaryHandler, client.Settings.BaseAddress);
            client.Handlers.Add(builder.PrimaryHandler);
        }
    }

    private static RunsClient CreateClient(IServiceProvider provider, string optionsName, string clientName)
    {
        BrowserGuard.ThrowIfBrowser();
        var factory = provider.GetRequiredService<IHttpClientFactory>();
        var client = provider.GetRequiredService<RegisteredClients>().Get(optionsName);
        var time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        var telemetry = new ClientTelemetry(
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetService<IMeterFactory>(),
            client.Settings.BaseAddress,
            client.Redactor.Redact,
            time);
        foreach (var setting in client.UnknownSettings)
        {
            CallEvents.UnknownSetting(telemetry.Calls, setting.Describe());
        }

        var services = new ClientServices(client.Settings, CreateSender, client.Redactor, telemetry, time, client.Handlers);
        return new RunsClient(
            services, (_, local) => provider.GetService<IRunPollersSource>()?.Create(optionsName, services, local) ?? local);

        // Called for every attempt, so that the factory can replace its handlers.
        RunsSender CreateSender()
        {
            var sender = factory.CreateClient(clientName);

            // After the application's own configuration: the timeout and the address of the options win.
            client.Settings.ApplyTo(sender);
            return new RunsSender(sender);
        }
    }
}
