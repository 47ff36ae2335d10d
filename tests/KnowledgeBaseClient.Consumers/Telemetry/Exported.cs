using System.Collections.ObjectModel;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>What the in-memory exporter has exported. Can be read while other threads export.</summary>
internal sealed class Exported<T> : Collection<T>
{
    private readonly object _lock = new();

    public List<T> Snapshot()
    {
        lock (_lock)
        {
            return [.. this];
        }
    }

    protected override void InsertItem(int index, T item)
    {
        lock (_lock)
        {
            base.InsertItem(Count, item);
        }
    }
}
