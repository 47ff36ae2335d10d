using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KnowledgeBaseClient.Tests.Json.Reading;

namespace KnowledgeBaseClient.Tests.Json;

// What the fields of an object mean, by System.Text.Json alone: the last one of a name counts, and none is an error.
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

    // The names that have not been asked for.
    public IEnumerable<string> Others(params ReadOnlySpan<string> known) => _fields.Keys.Except(known.ToArray());

    public string Raw(string name) => _fields.TryGetValue(name, out var json) ? json.GetRawText() : "";

    public string? Text(string name) => _fields.TryGetValue(name, out var json) ? TextOf(json) : null;

    public string? StringOnly(string name) => Kind(name) == JsonValueKind.String ? Text(name) : null;

    public PlainJson? Object(string name) => Kind(name) == JsonValueKind.Object ? new PlainJson(_fields[name]) : null;

    public List<string> Texts(string name) =>
        Kind(name) == JsonValueKind.Array ? [.. _fields[name].EnumerateArray().Select(entry => TextOf(entry) ?? "null")] : [];

    public bool? Flag(string name) => Kind(name) switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public DateTimeOffset? Time(string name) => Kind(name) == JsonValueKind.String ? PlainTimes.Read(Text(name)!) : null;

    public long? Count(string name)
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

    public int Percent(string name) => (int)Math.Clamp(Count(name) ?? 0, int.MinValue, int.MaxValue);

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
            // Half a surrogate pair: the text stands as it is written.
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
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(field));
        }
    }
}
