using System.Buffers;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Writes a model that was read from JSON back as it came, but for what has been changed since: absent stays absent, null stays null, a
// quoted number stays quoted, unknown fields stay. What has changed shows by reading the text again and writing both plainly.
internal static class FaithfulWriter
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

    private static Dictionary<string, RawJson> FieldsOf(RawJson json)
    {
        var fields = new Dictionary<string, RawJson>(StringComparer.Ordinal);
        var cursor = new JsonCursor(json);
        while (cursor.NextProperty())
        {
            fields[cursor.Name()] = cursor.Raw();
        }

        return fields;
    }

    private static void Merge(Utf8JsonWriter writer, RawJson origin, Dictionary<string, RawJson> then, Dictionary<string, RawJson> now)
    {
        writer.WriteStartObject();

        foreach (var (name, text) in FieldsOf(origin))
        {
            var before = then.GetValueOrDefault(name);
            var after = now.GetValueOrDefault(name);
            if (after == before)
            {
                WriteField(writer, name, text);
            }
            else if (!after.IsUndefined)
            {
                WriteField(writer, name, after);
            }

            now.Remove(name);
        }

        foreach (var (name, after) in now)
        {
            if (after != then.GetValueOrDefault(name))
            {
                WriteField(writer, name, after);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, string name, RawJson value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
