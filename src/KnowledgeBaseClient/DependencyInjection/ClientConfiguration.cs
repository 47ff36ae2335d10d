namespace KnowledgeBaseClient;

// The configuration of an injected client, fixed when the client is created: handlers that the factory creates later must not use a key or
// an address that was configured afterwards.
internal sealed class ClientConfiguration(KnowledgeBaseClientOptions options)
{
    public ClientSettings Settings { get; } = ClientSettings.From(options);

    public ApiKeySource Keys { get; } = ApiKeySource.From(options);
}
