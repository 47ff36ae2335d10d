using System.Text.Json;
using Orleans.Storage;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// Stores one state as JSON, with an ETag as the providers of Orleans have one.
internal sealed class ShardStorage
{
    private readonly object _lock = new();
    private string _json = "{}";
    private int _version;

    public int Writes { get; private set; }

    // Fails the next write after this; null for none.
    public Exception? NextFailure { get; set; }

    // Called with each state before it is stored.
    public Action<WaitShardState>? OnWrite { get; set; }

    // Called with each state after it is stored.
    public Action<WaitShardState>? OnWritten { get; set; }

    public (WaitShardState State, int Version) Read()
    {
        lock (_lock)
        {
            return (JsonSerializer.Deserialize<WaitShardState>(_json)!, _version);
        }
    }

    public int Write(WaitShardState state, int version)
    {
        OnWrite?.Invoke(state);
        lock (_lock)
        {
            Writes++;
            if (NextFailure is { } failure)
            {
                NextFailure = null;
                throw failure;
            }

            if (version != _version)
            {
                throw new InconsistentStateException("The ETag does not match.");
            }

            _json = JsonSerializer.Serialize(state);
            version = ++_version;
        }

        OnWritten?.Invoke(state);
        return version;
    }
}
