using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// The position of a JSON string in a text: the index of its opening quote and the number of bytes between the quotes.
internal readonly record struct JsonStringToken(int Start, int Length, bool IsEscaped)
{
    private const int UnicodeEscapeLength = 6;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    // The length of the escape sequence at the start of the text; 0 if it is invalid or incomplete.
    public static int GetEscapeLength(ReadOnlySpan<byte> text) =>
        text.Length < 2 ? 0
        : "\"\\/bfnrt"u8.Contains(text[1]) ? 2
        : text[1] == 'u' && text.Length >= UnicodeEscapeLength && !text[2..UnicodeEscapeLength].ContainsAnyExcept(HexDigits)
            ? UnicodeEscapeLength
            : 0;

    public string GetString(ReadOnlySpan<byte> json)
    {
        if (!IsEscaped)
        {
            return Encoding.UTF8.GetString(json.Slice(Start + 1, Length));
        }

        var reader = new Utf8JsonReader(json.Slice(Start, Length + 2));
        reader.Read();
        return RawJson.ReadString(ref reader);
    }
}
