namespace KnowledgeBaseClient;

// What an application has configured, fixed when its client is made: the handlers that are renewed under the client must not take a key, and
// its requests not an address, that was configured later.
internal sealed class ClientConfiguration(KnowledgeBaseClientOptions options)
{
    public ClientSettings Settings { get; } = ClientSettings.From(options);

    public ApiKeySource Keys { get; } = ApiKeySource.From(options);
}
