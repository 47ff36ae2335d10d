namespace KnowledgeBaseClient;

// What the parts of one registered client share. The options are fixed when it is created: handlers that the factory creates later must not
// use a key or an address that was configured afterwards.
internal sealed class RegisteredClient(KnowledgeBaseClientOptions options) : IDisposable
{
    public ClientSettings Settings { get; } = ClientSettings.From(options);

    public ApiKeySource Keys { get; } = ApiKeySource.From(options);

    public KeyRedactor Redactor { get; } = new();

    public FactoryHandlerTracker Handlers { get; } = new();

    public IReadOnlyList<UnknownSetting> UnknownSettings { get; } = options.UnknownSettings;

    public void Dispose() => Handlers.Dispose();
}
