using Orleans.Storage;

namespace KnowledgeBaseClient.Tests.Cluster;

// The grain storage of one silo. Its rows are shared and survive the silo. Its serializer is that which the providers for databases use.
internal sealed class MemoryStorage(StorageRows rows, IGrainStorageSerializer serializer) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        rows.ThrowIfFailing();
        if (rows.Values.TryGetValue(Key(stateName, grainId), out var row))
        {
            grainState.State = serializer.Deserialize<T>(new BinaryData(row.Json));
            (grainState.ETag, grainState.RecordExists) = (row.ETag, true);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        rows.ThrowIfFailing();
        var key = Key(stateName, grainId);
        var next = (serializer.Serialize(grainState.State).ToString(), Guid.NewGuid().ToString());
        var isWritten = rows.Values.TryGetValue(key, out var row)
            ? row.ETag == grainState.ETag && rows.Values.TryUpdate(key, next, row)
            : grainState.ETag is null && rows.Values.TryAdd(key, next);
        if (!isWritten)
        {
            throw new InconsistentStateException("The ETag does not match.", row.ETag, grainState.ETag);
        }

        (grainState.ETag, grainState.RecordExists) = (next.Item2, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    private static string Key(string stateName, GrainId grainId) => $"{stateName}|{grainId}";
}
