using System.Text.Json;
using Orleans.Storage;

namespace KnowledgeBaseClient.Tests.Storage;

internal sealed class JsonStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

    public T? Deserialize<T>(BinaryData input) => input.ToObjectFromJson<T>();
}
