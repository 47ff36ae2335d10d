using System.Globalization;
using System.Numerics;
using System.Text.Json;
using KnowledgeBaseClient.Tests.Json.Reading;

namespace KnowledgeBaseClient.Tests.Json;

// The expected values of an object's properties, read by System.Text.Json: the last property of a name wins, and no value is an error.
internal sealed class PlainJson
{
    private readonly Dictionary<string, JsonElement> _fields = [];

    public PlainJson(JsonElement json)
    {
        foreach (var field in json.EnumerateObject())
        {
            _fields[NameOf(field)] = field.Value;
        }
    }

    // The names of all other properties.
    public IEnumerable<string> Others(params ReadOnlySpan<string> known) => _fields.Keys.Except(known.ToArray());

    public string Raw(string name) => _fields.TryGetValue(name, out var json) ? json.GetRawText() : "";

    public string? Text(string name) => _fields.TryGetValue(name, out var json) ? TextOf(json) : null;

    public string? String(string name) => Kind(name) == JsonValueKind.String ? Text(name) : null;

    public PlainJson? Object(string name) => Kind(name) == JsonValueKind.Object ? new PlainJson(_fields[name]) : null;

    public List<string> StringList(string name) =>
        Kind(name) == JsonValueKind.Array ? [.. _fields[name].EnumerateArray().Select(entry => TextOf(entry) ?? "null")] : [];

    public bool? Boolean(string name) => Kind(name) switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public DateTimeOffset? Timestamp(string name) => Kind(name) == JsonValueKind.String ? PlainTimes.Read(Text(name)!) : null;

    public long? Int64(string name)
    {
        var text = Text(name);
        if (BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole))
        {
            return (long)BigInteger.Clamp(whole, long.MinValue, long.MaxValue);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            ? (long)BigInteger.Clamp(new BigInteger(Math.Clamp(number, -1e30, 1e30)), long.MinValue, long.MaxValue)
            : null;
    }

    public int Percent(string name) => (int)Math.Clamp(Int64(name) ?? 0, int.MinValue, int.MaxValue);

    private JsonValueKind Kind(string name) => _fields.TryGetValue(name, out var json) ? json.ValueKind : JsonValueKind.Undefined;

    private static string? TextOf(JsonElement json)
    {
        var raw = json.GetRawText();
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : json.ValueKind == JsonValueKind.Null ? null : raw;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate: the escaped text is kept.
            return raw[1..^1];
        }
    }

    private static string NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate. The text of a property is "name" : value.
            return $"{field}"[..^field.Value.GetRawText().Length].TrimEnd(':', ' ', '\t', '\r', '\n')[1..^1];
        }
    }
}
