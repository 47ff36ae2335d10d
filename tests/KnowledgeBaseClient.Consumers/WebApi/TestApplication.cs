using KnowledgeBaseClient.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>The web API of a test, in front of a simulated service.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApplication(WebApplication app, KnowledgeBaseServer service, HttpClient client) =>
        (_app, Service, Client) = (app, service, client);

    public KnowledgeBaseServer Service { get; }

    /// <summary>Gets a client of the web API.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts the web API.</summary>
    /// <param name="host">In memory, or over HTTP on a free loopback port.</param>
    /// <param name="settings">Returns further entries of the configuration. The argument is the simulated service.</param>
    /// <param name="configure">Replaces services.</param>
    public static async Task<TestApplication> StartAsync(
        TestHostKind host = TestHostKind.InMemory,
        Func<KnowledgeBaseServer, Dictionary<string, string?>>? settings = null,
        Action<IServiceCollection>? configure = null)
    {
        var service = KnowledgeBaseServer.Start();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["KnowledgeBase:ApiKey"] = service.ApiKey,
            ["KnowledgeBase:BaseAddress"] = $"{service.BaseAddress}",
        });
        builder.Configuration.AddInMemoryCollection(settings?.Invoke(service) ?? []);
        if (host == TestHostKind.InMemory)
        {
            builder.WebHost.UseTestServer();
        }
        else
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        configure?.Invoke(builder.Services);
        var app = Application.Build(builder);
        await app.StartAsync();
        var client = host == TestHostKind.InMemory ? app.GetTestClient() : new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        return new TestApplication(app, service, client);
    }

    /// <summary>Stops the web API. Waits for its requests as long as they take.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Service.Dispose();
    }
}
