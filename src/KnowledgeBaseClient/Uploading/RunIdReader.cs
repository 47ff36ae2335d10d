using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Reads the response to an upload: a JSON array of run ids.
internal static class RunIdReader
{
    private const int MaxExcerpt = 8 * 1024;

    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> body)
    {
        var json = body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body;
        var reader = new Utf8JsonReader(json);
        var ids = new List<string>();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw Malformed("it is not an array", reader.TokenStartIndex, json);
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ids.Add(reader.TokenType == JsonTokenType.String && reader.GetString() is { } id && !string.IsNullOrWhiteSpace(id)
                    ? id
                    : throw Malformed(
                        string.Create(CultureInfo.InvariantCulture, $"element {ids.Count} is not an id"), reader.TokenStartIndex, json));
            }

            reader.Read();
            return ids;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Malformed("it is not valid JSON", reader.BytesConsumed, json);
        }
    }

    private static MalformedListException Malformed(string problem, long offset, ReadOnlySpan<byte> json) =>
        new(problem, offset, Encoding.UTF8.GetString(json[..Math.Min(json.Length, MaxExcerpt)]), endsEarly: false);
}
