using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Walks one JSON object field by field, and knows its text: an opaque field is a slice of it.
// It reads liberally: a value of another kind than expected is no error, for one odd field must not cost a whole list.
internal ref struct JsonCursor
{
    private readonly ReadOnlyMemory<byte> _text;
    private Utf8JsonReader _reader;

    public JsonCursor(RawJson json)
    {
        _text = json.Utf8;
        _reader = new Utf8JsonReader(_text.Span, RawJson.ReaderOptions);
        _reader.Read();
    }

    // Where the current token starts, in bytes from the start of the text.
    public readonly int Position => (int)_reader.TokenStartIndex;

    // Moves to the name of the next field; false at the end of the object.
    public bool NextProperty() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

    public readonly bool IsNamed(ReadOnlySpan<byte> name) =>
        _reader.ValueIsEscaped ? Name() == Encoding.UTF8.GetString(name) : _reader.ValueSpan.SequenceEqual(name);

    public readonly string Name() => Unescaped();

    // The name as it is written, quotes included.
    public readonly RawJson RawName() => new(_text.Slice(Position, _reader.ValueSpan.Length + 2));

    public void Skip()
    {
        _reader.Read();
        _reader.Skip();
    }

    // Enters the value of the current field if it is an object, and passes over it otherwise.
    public bool TryEnterObject(out int start)
    {
        _reader.Read();
        start = Position;
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        _reader.Skip();
        return false;
    }

    public readonly RawJson SliceFrom(int start) => new(_text[start..(int)_reader.BytesConsumed]);

    public RawJson Raw()
    {
        _reader.Read();
        var start = Position;
        _reader.Skip();
        return SliceFrom(start);
    }

    public string? Text()
    {
        _reader.Read();
        return TextOfValue();
    }

    // For fields that make no sense as anything but a string.
    public string? StringOnly()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            return Unescaped();
        }

        _reader.Skip();
        return null;
    }

    // The text of a JSON string; null for any other value.
    public static string? StringOf(RawJson json) => json.ValueKind == JsonValueKind.String ? new JsonCursor(json).Unescaped() : null;

    public bool? Flag()
    {
        _reader.Read();
        switch (_reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                _reader.Skip();
                return null;
        }
    }

    // A whole number: the service may send a fraction, or quote it. One that is too large becomes the largest there is.
    public long? Count()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var whole))
        {
            return whole;
        }

        var text = TextOfValue();
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count))
        {
            return count;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            ? Saturated(number)
            : null;
    }

    // A percentage; 0 when there is none.
    public int Percent() => (int)Math.Clamp(Count() ?? 0, int.MinValue, int.MaxValue);

    public DateTimeOffset? Time()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String)
        {
            _reader.Skip();
            return null;
        }

        return Timestamp.TryParse(_reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(Unescaped()) : _reader.ValueSpan, out var time) ? time : null;
    }

    public TextList Texts()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            _reader.Skip();
            return TextList.Empty;
        }

        var texts = new List<string>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(TextOfValue() ?? "null");
        }

        return TextList.Own([.. texts]);
    }

    // What a plain conversion makes of a number that is too large differs between runtimes.
    private static long Saturated(double number) => number switch
    {
        >= long.MaxValue => long.MaxValue,
        <= long.MinValue => long.MinValue,
        _ => (long)number,
    };

    private string? TextOfValue()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                return Unescaped();
            case JsonTokenType.Null:
                return null;
            default:
                var start = Position;
                _reader.Skip();
                return SliceFrom(start).ToString();
        }
    }

    private readonly string Unescaped()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: JSON allows it, a string of .NET's UTF-8 does not. Its text stands for it.
            return Encoding.UTF8.GetString(_reader.ValueSpan);
        }
    }
}
