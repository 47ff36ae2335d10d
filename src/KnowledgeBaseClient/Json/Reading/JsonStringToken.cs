using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Where a JSON string stands in a text: its opening quote, and how many bytes lie between the quotes.
internal readonly record struct JsonStringToken(int Start, int Length, bool IsEscaped)
{
    private const int UnicodeEscapeLength = 6;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    // Of the escape that the text begins with; 0 when it is none.
    public static int EscapeLength(ReadOnlySpan<byte> text) =>
        text.Length < 2 ? 0
        : "\"\\/bfnrt"u8.Contains(text[1]) ? 2
        : text[1] == 'u' && text.Length >= UnicodeEscapeLength && !text[2..UnicodeEscapeLength].ContainsAnyExcept(HexDigits) ? UnicodeEscapeLength
        : 0;

    public string TextIn(ReadOnlySpan<byte> json)
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
