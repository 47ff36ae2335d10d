using System.Collections.Concurrent;

namespace KnowledgeBaseClient;

// The clients of this process that belong to a fleet, by their name in the cluster. Thread-safe.
internal sealed class FleetClients(FleetMembers members, IServiceProvider provider)
{
    private readonly ConcurrentDictionary<string, FleetClient> _clients = new(StringComparer.Ordinal);

    public void Add(string name, FleetClient client) => _clients.TryAdd(name, client);

    public FleetClient Get(string name)
    {
        if (!_clients.ContainsKey(name))
        {
            // Created when it is first used, which may not have happened in this silo.
            members.Named(name).GetClient(provider);
        }

        return _clients.TryGetValue(name, out var client) ? client : throw new FleetUnavailableException(
            $"The client \"{name}\" of this silo cannot poll, because the application has replaced its IRunsClient.");
    }
}
