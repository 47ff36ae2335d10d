using System.Buffers;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Writes a model that was read from JSON back as it came, but for what has been changed since: absent stays absent, null stays null, a
// quoted number stays quoted, unknown fields stay. What has changed shows by reading the text again and writing both plainly.
internal static class RoundTripWriter
{
    public static void Write<T>(Utf8JsonWriter writer, T value, JsonOrigin origin, Func<RawJson, T> read, Action<Utf8JsonWriter, T> writePlain)
    {
        if (origin.Text.IsUndefined)
        {
            writePlain(writer, value);
            return;
        }

        var now = Plain(value, writePlain);
        var then = Plain(read(origin.Text), writePlain);
        if (now == then)
        {
            origin.Text.WriteTo(writer);
        }
        else
        {
            Merge(writer, origin.Text, FieldsOf(then), FieldsOf(now));
        }
    }

    private static RawJson Plain<T>(T value, Action<Utf8JsonWriter, T> writePlain)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writePlain(writer, value);
        }

        return new RawJson(buffer.WrittenMemory);
    }

    private static Dictionary<string, Field> FieldsOf(RawJson json)
    {
        var fields = new Dictionary<string, Field>(StringComparer.Ordinal);
        var cursor = new JsonObjectReader(json);
        while (cursor.NextProperty())
        {
            fields[cursor.Name()] = new Field(cursor.RawName(), cursor.Raw());
        }

        return fields;
    }

    private static void Merge(Utf8JsonWriter writer, RawJson origin, Dictionary<string, Field> then, Dictionary<string, Field> now)
    {
        // By the names as they are written: two that look alike once they are read may differ in half a surrogate pair.
        var merged = new Dictionary<RawJson, RawJson>();
        var known = new HashSet<string>(StringComparer.Ordinal);

        var cursor = new JsonObjectReader(origin);
        while (cursor.NextProperty())
        {
            var (name, rawName, text) = (cursor.Name(), cursor.RawName(), cursor.Raw());
            var after = now.GetValueOrDefault(name).Value;
            merged[rawName] = after == then.GetValueOrDefault(name).Value ? text : after;
            known.Add(name);
        }

        foreach (var (name, field) in now.Where(field => !known.Contains(field.Key)))
        {
            if (field.Value != then.GetValueOrDefault(name).Value)
            {
                merged[field.Name] = field.Value;
            }
        }

        ObjectOf(merged).WriteTo(writer);
    }

    // A Utf8JsonWriter writes no name as it came.
    private static RawJson ObjectOf(Dictionary<RawJson, RawJson> fields)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("{"u8);
        foreach (var (name, value) in fields.Where(field => !field.Value.IsUndefined))
        {
            text.Write(text.WrittenCount > 1 ? ","u8 : ""u8);
            text.Write(name.Utf8.Span);
            text.Write(":"u8);
            text.Write(value.Utf8.Span);
        }

        text.Write("}"u8);
        return new RawJson(text.WrittenMemory);
    }

    private readonly record struct Field(RawJson Name, RawJson Value);
}
