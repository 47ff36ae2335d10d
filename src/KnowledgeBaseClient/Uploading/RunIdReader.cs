using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Reads the response to an upload: a JSON array of run ids.
internal static class RunIdReader
{
    private const int MaxExcerpt = 8 * 1024;

    // Adds the ids to the list, also those before a failure.
    public static void Read(ReadOnlySpan<byte> body, List<string> ids) => Read(body, isComplete: true, ids);

    // Of a response that was truncated.
    public static void ReadPart(ReadOnlySpan<byte> body, List<string> ids)
    {
        try
        {
            Read(body, isComplete: false, ids);
        }
        catch (MalformedListException)
        {
            // The truncation is the failure that counts.
        }
    }

    private static void Read(ReadOnlySpan<byte> body, bool isComplete, List<string> ids)
    {
        var json = body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body;
        var reader = new Utf8JsonReader(json, isComplete, default);
        try
        {
            if (!reader.Read() && !isComplete)
            {
                return;
            }

            if (reader.TokenType != JsonTokenType.StartArray)
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

            if (isComplete && ids.Count == 0)
            {
                throw Malformed("it contains no id", reader.TokenStartIndex, json);
            }

            reader.Read();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Malformed("it is not valid JSON", reader.BytesConsumed, json);
        }
    }

    private static MalformedListException Malformed(string problem, long offset, ReadOnlySpan<byte> json) =>
        new(problem, offset, Encoding.UTF8.GetString(json[..Math.Min(json.Length, MaxExcerpt)]), endsEarly: false);
}
