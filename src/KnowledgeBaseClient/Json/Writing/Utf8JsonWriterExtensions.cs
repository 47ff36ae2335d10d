using System.Text.Json;

namespace KnowledgeBaseClient;

// Writes optional properties: a null, empty or undefined value is left out.
internal static class Utf8JsonWriterExtensions
{
    public static void WriteOptionalString(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void WriteOptionalStrings(this Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }

    public static void WriteOptionalTimestamp(this Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteString(name, time);
        }
    }

    public static void WriteOptionalRaw(this Utf8JsonWriter writer, string name, RawJson value)
    {
        if (!value.IsUndefined)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    public static void WriteProperties(this Utf8JsonWriter writer, IReadOnlyDictionary<string, RawJson> properties)
    {
        foreach (var (name, value) in properties)
        {
            writer.WriteOptionalRaw(name, value);
        }
    }
}
