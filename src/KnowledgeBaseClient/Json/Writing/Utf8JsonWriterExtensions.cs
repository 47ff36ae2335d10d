using System.Text.Json;

namespace KnowledgeBaseClient;

// Writes the fields that hold something and leaves out the others.
internal static class Utf8JsonWriterExtensions
{
    public static void WriteText(this Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }

    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            writer.WriteString(name, value);
        }
    }

    public static void WriteRaw(this Utf8JsonWriter writer, string name, RawJson value)
    {
        if (!value.IsUndefined)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    public static void WriteFields(this Utf8JsonWriter writer, IReadOnlyDictionary<string, RawJson> fields)
    {
        foreach (var (name, value) in fields)
        {
            writer.WriteRaw(name, value);
        }
    }
}
