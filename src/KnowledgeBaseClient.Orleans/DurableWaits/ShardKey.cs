using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace KnowledgeBaseClient;

// The key of a shard: fleet, number and knowledge base. The id of a knowledge base may contain any character, so it comes last.
internal readonly record struct ShardKey(string FleetName, int Number, string KnowledgeBaseId)
{
    // Stored with the waits: never change it.
    public const int Count = 16;

    public static ShardKey Of(string fleetName, string knowledgeBaseId, string waitId) =>
        new(fleetName, (int)(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(waitId)) % Count), knowledgeBaseId);

    public static ShardKey Parse(string key)
    {
        var parts = key.Split('/', 3);
        return new ShardKey(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FleetName}/{Number}/{KnowledgeBaseId}");
}
