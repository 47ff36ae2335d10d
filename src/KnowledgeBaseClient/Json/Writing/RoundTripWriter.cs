using System.Buffers;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Writes a model that was read from JSON. Properties that have not changed since keep the JSON they had: absent stays absent, null stays
// null, a quoted number stays quoted, unknown properties stay. To detect changes, it reads the original text again and compares the plain
// JSON of both models.
internal static class RoundTripWriter
{
    public static void Write<T>(
        Utf8JsonWriter writer, T value, JsonOrigin origin, Func<RawJson, T> read, Action<Utf8JsonWriter, T> writePlain)
    {
        if (origin.Text.IsUndefined)
        {
            writePlain(writer, value);
            return;
        }

        var current = ToPlainJson(value, writePlain);
        var original = ToPlainJson(read(origin.Text), writePlain);
        if (current == original)
        {
            origin.Text.WriteTo(writer);
        }
        else
        {
            WriteMerged(writer, origin.Text, ReadProperties(original), ReadProperties(current));
        }
    }

    private static RawJson ToPlainJson<T>(T value, Action<Utf8JsonWriter, T> writePlain)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writePlain(writer, value);
        }

        return new RawJson(buffer.WrittenMemory);
    }

    private static Dictionary<string, Property> ReadProperties(RawJson json)
    {
        var properties = new Dictionary<string, Property>(StringComparer.Ordinal);
        var reader = new JsonObjectReader(json);
        while (reader.ReadNextProperty())
        {
            properties[reader.GetName()] = new Property(reader.GetRawName(), reader.ReadRaw());
        }

        return properties;
    }

    private static void WriteMerged(
        Utf8JsonWriter writer, RawJson origin, Dictionary<string, Property> original, Dictionary<string, Property> current)
    {
        // Keyed by the escaped names: two names with lone surrogates can be different and still unescape to the same string.
        var merged = new Dictionary<RawJson, RawJson>();
        var names = new HashSet<string>(StringComparer.Ordinal);

        var reader = new JsonObjectReader(origin);
        while (reader.ReadNextProperty())
        {
            var (name, rawName, text) = (reader.GetName(), reader.GetRawName(), reader.ReadRaw());
            var value = current.GetValueOrDefault(name).Value;
            merged[rawName] = value == original.GetValueOrDefault(name).Value ? text : value;
            names.Add(name);
        }

        foreach (var (name, property) in current.Where(property => !names.Contains(property.Key)))
        {
            if (property.Value != original.GetValueOrDefault(name).Value)
            {
                merged[property.Name] = property.Value;
            }
        }

        ToObject(merged).WriteTo(writer);
    }

    // Built as text, because Utf8JsonWriter cannot write an already escaped property name.
    private static RawJson ToObject(Dictionary<RawJson, RawJson> properties)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("{"u8);
        foreach (var (name, value) in properties.Where(property => !property.Value.IsUndefined))
        {
            text.Write(text.WrittenCount > 1 ? ","u8 : ""u8);
            text.Write(name.Utf8.Span);
            text.Write(":"u8);
            text.Write(value.Utf8.Span);
        }

        text.Write("}"u8);
        return new RawJson(text.WrittenMemory);
    }

    private readonly record struct Property(RawJson Name, RawJson Value);
}
