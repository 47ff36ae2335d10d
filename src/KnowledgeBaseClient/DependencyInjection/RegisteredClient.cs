namespace KnowledgeBaseClient;

// What the parts of one registered client share. The options are fixed when it is created: handlers that the factory creates later must not
// use a key or an address that was configured afterwards.
internal sealed class RegisteredClient : IDisposable
{
    public RegisteredClient(KnowledgeBaseClientOptions options)
    {
        Settings = ClientSettings.From(options);
        Keys = ApiKeySource.From(options);
        Redactor = Keys.CreateRedactor();
        UnknownSettings = options.UnknownSettings;
    }

    public ClientSettings Settings { get; }

    public ApiKeySource Keys { get; }

    public KeyRedactor Redactor { get; }

    public FactoryHandlerTracker Handlers { get; } = new();

    public IReadOnlyList<UnknownSetting> UnknownSettings { get; }

    public void Dispose() => Handlers.Dispose();
}
