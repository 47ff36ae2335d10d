using System.Text.Json;

namespace KnowledgeBaseClient;

// Reads one event from its JSON. Any property may be missing or of an unexpected kind.
internal static class RunEventReader
{
    private const int MaxIdLength = 200;

    // Null if it is not a JSON object.
    public static RunEvent? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var text = RawJson.Parse(json);
            return text.ValueKind == JsonValueKind.Object ? Read(text.ToJsonElement()) : null;
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static RunEvent Read(JsonElement json)
    {
        var data = json.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var kind = TextOf(json, "type") switch
        {
            "content" => RunEventKind.Content,
            "state" => RunEventKind.State,
            _ => RunEventKind.Other,
        };
        var isState = kind == RunEventKind.State;
        return new RunEvent
        {
            EventId = IdOf(json),
            Kind = kind,
            NodeId = isState ? null : TextOf(data, "id"),
            NodeStatus = isState ? null : TextOf(data, "status"),
            Text = isState ? null : TextOf(data, "content"),
            Status = TextOf(data, isState ? "status" : "workflow_status") is { Length: > 0 } status ? new RunStatus(status) : null,
            ProgressDetails = isState ? ProgressOf(data) : null,
            Data = found.ValueKind == JsonValueKind.Undefined ? default : RawJson.Parse(found.GetRawText()),
        };
    }

    // It becomes part of a URL.
    private static string? IdOf(JsonElement json)
    {
        var id = json.TryGetProperty("redisId", out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetRawText()
            : TextOf(json, "redisId");
        return id is { Length: > 0 and <= MaxIdLength } && !string.IsNullOrWhiteSpace(id) ? id : null;
    }

    private static ProgressDetails? ProgressOf(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("progress_details", out var details)
            && details.ValueKind == JsonValueKind.Object
            ? ProgressDetailsReader.Read(RawJson.Parse(details.GetRawText()))
            : null;

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
