using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>Creates clients for test servers. They do not retry by default, so that tests do not wait for real delays.</summary>
internal static class TestClients
{
    public const string Key = KnowledgeBaseSimulator.DefaultApiKey;

    public static RunsClient For(ScriptedServer server, Action<KnowledgeBaseClientOptions>? configure = null) =>
        For(server.BaseAddress, configure);

    public static RunsClient For(KnowledgeBaseServer server, Action<KnowledgeBaseClientOptions>? configure = null) =>
        For(server.BaseAddress, configure);

    public static RunsClient For(Uri address, Action<KnowledgeBaseClientOptions>? configure = null, ILoggerFactory? logs = null) =>
        new(Options(address, options => { options.MaxRetries = 0; configure?.Invoke(options); }), loggerFactory: logs);

    public static KnowledgeBaseClientOptions Options(Uri address, Action<KnowledgeBaseClientOptions>? configure = null)
    {
        var options = new KnowledgeBaseClientOptions { ApiKey = Key, BaseAddress = address };

        // A connection for events would take a reply of a script.
        options.Polling.MaxEventStreams = 0;
        configure?.Invoke(options);
        return options;
    }
}
