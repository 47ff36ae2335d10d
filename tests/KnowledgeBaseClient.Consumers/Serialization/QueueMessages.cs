using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>Messages of an application that uses Newtonsoft.Json.</summary>
internal static class QueueMessages
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        Converters = { new StringEnumConverter() },

        // The models are immutable: Newtonsoft.Json must create their lists instead of adding to them.
        ObjectCreationHandling = ObjectCreationHandling.Replace,
    };

    public static string Write(object message) => JsonConvert.SerializeObject(message, Settings);

    public static T Read<T>(string message) =>
        JsonConvert.DeserializeObject<T>(message, Settings) ?? throw new JsonSerializationException("The message is null.");
}
