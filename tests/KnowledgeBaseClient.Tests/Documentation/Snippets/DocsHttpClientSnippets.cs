using System.Net;
using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DocumentationSnippets;

/// <summary>The compiled C# of docs/http-client.md: each region is one of its code blocks, in order.</summary>
internal static class DocsHttpClientSnippets
{
    public static void Handlers(HostApplicationBuilder builder)
    {
        #region handlers
        builder.Services.AddTransient<AuditHandler>();
        builder.Services.AddKnowledgeBaseClient()
            .AddHttpMessageHandler<AuditHandler>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { Proxy = new WebProxy("http://proxy.example:8080") });
        #endregion
    }

    public static void Constructor(string apiKey)
    {
        #region constructor
        using var handler = new SocketsHttpHandler
        {
            Proxy = new WebProxy("http://proxy.example:8080"),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        using var client = new RunsClient(new KnowledgeBaseClientOptions { ApiKey = apiKey }, handler);
        #endregion
    }

    internal sealed class AuditHandler : DelegatingHandler;
}
