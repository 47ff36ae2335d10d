using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

// The first line of a file. The state follows, as the storage serializer of Orleans wrote it.
internal sealed record StateFileHeader
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("version")]
    public int Version { get; init; }

    // For people who look at the file.
    [JsonPropertyName("state")]
    public string State { get; init; } = "";

    [JsonPropertyName("grain")]
    public string Grain { get; init; } = "";

    [JsonPropertyName("etag")]
    public string ETag { get; init; } = "";

    [JsonPropertyName("length")]
    public int Length { get; init; }

    [JsonPropertyName("sha256")]
    public string Sha256 { get; init; } = "";

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static StateFileHeader? Parse(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<StateFileHeader>(utf8);
}
