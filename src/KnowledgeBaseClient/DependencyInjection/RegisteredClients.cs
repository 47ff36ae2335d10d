using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient;

// The registered clients of a container, by the name of their options. One unkeyed service for all of them, because some containers do not
// support keyed services. Thread-safe.
internal sealed class RegisteredClients(IOptionsMonitor<KnowledgeBaseClientOptions> options) : IDisposable
{
    private readonly object _lock = new();
    private readonly Dictionary<string, RegisteredClient> _clients = new(StringComparer.Ordinal);

    public RegisteredClient Get(string optionsName)
    {
        lock (_lock)
        {
            return _clients.TryGetValue(optionsName, out var client) ? client : _clients[optionsName] = Create(optionsName);
        }
    }

    private RegisteredClient Create(string optionsName)
    {
        var value = options.Get(optionsName);
        var problems = RegisteredOptionsValidator.FindProblems(optionsName, value);
        return problems.Count == 0
            ? new RegisteredClient(value)
            : throw new OptionsValidationException(optionsName, typeof(KnowledgeBaseClientOptions), problems);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var client in _clients.Values)
            {
                client.Dispose();
            }
        }
    }
}
