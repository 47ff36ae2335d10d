using System.Text.Json;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>What the process of a replica needs, as its argument.</summary>
internal sealed record ReplicaSettings
{
    public required int Number { get; init; }

    public required Uri Service { get; init; }

    public required string Cluster { get; init; }

    public required StorageKind Storage { get; init; }

    public required string ConnectionString { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    public int? RequestsPerSecond { get; init; }

    public static ReplicaSettings Parse(string text) => JsonSerializer.Deserialize<ReplicaSettings>(text)!;

    public override string ToString() => JsonSerializer.Serialize(this);
}
