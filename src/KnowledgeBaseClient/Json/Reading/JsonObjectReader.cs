using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient;

// Reads one JSON object property by property. An opaque value is a slice of the object's text, found by its brackets and not parsed.
// It is lenient: a value of an unexpected kind is not an error, because one odd property must not fail a whole list.
internal ref struct JsonObjectReader
{
    private readonly ReadOnlyMemory<byte> _text;
    private JsonTokenReader _tokens;
    private JsonStringToken _name;
    private ReadOnlySpan<byte> _unescapedName;
    private bool _isFirst = true;

    // Starts before the first property.
    public JsonObjectReader(RawJson json)
    {
        _text = json.Utf8;
        _tokens = new JsonTokenReader(_text.Span);
        _tokens.Expect((byte)'{');
    }

    // The start of the current token, in bytes from the start of the text.
    public readonly int TokenStart => _tokens.TokenStart;

    // Moves to the value of the next property. Returns false at the end of the object.
    public bool ReadNextProperty()
    {
        var next = _tokens.Peek();
        if (next == '}')
        {
            _tokens.Offset++;
            _isFirst = false;
            return false;
        }

        if (!_isFirst)
        {
            _tokens.Expect((byte)',');
            next = _tokens.Peek();
        }

        _isFirst = false;
        _name = next == JsonTokenReader.Quote ? _tokens.ReadString() : throw _tokens.Malformed("a property name");
        _unescapedName = Unescape(_name);
        _tokens.Expect((byte)':');
        return true;
    }

    public readonly bool NameEquals(ReadOnlySpan<byte> name) => _unescapedName.SequenceEqual(name);

    public readonly string GetName() => _name.GetString(_tokens.Json);

    // The name as received, including the quotes.
    public readonly RawJson GetRawName() => new(_text.Slice(_name.Start, _name.Length + 2));

    public void Skip() => _tokens.Skip();

    // Moves into the current value if it is an object, and skips it otherwise.
    public bool TryEnterObject(out int start)
    {
        var isObject = _tokens.Peek() == '{';
        start = _tokens.Offset;
        if (isObject)
        {
            _tokens.Offset++;
            _isFirst = true;
        }
        else
        {
            Skip();
        }

        return isObject;
    }

    public readonly RawJson SliceFrom(int start) => new(_text[start.._tokens.Offset]);

    public RawJson ReadRaw()
    {
        _tokens.Peek();
        var start = _tokens.Offset;
        Skip();
        return SliceFrom(start);
    }

    // Reads a string that is likely to repeat in other runs. For any other value except null, returns the JSON text.
    public string? ReadPooledText()
    {
        var first = _tokens.Peek();
        if (first == JsonTokenReader.Quote)
        {
            return StringPool.Shared.Get(_tokens.ReadString(), _tokens.Json);
        }

        var other = ReadRaw();
        return first == 'n' ? null : StringPool.Shared.Get(other.Utf8.Span);
    }

    // Returns null if the value is not a string.
    public string? ReadString()
    {
        if (_tokens.Peek() == JsonTokenReader.Quote)
        {
            return _tokens.ReadString().GetString(_tokens.Json);
        }

        Skip();
        return null;
    }

    // Reads a string that is likely to repeat in other runs. Returns null if the value is not a string.
    public string? ReadPooledString() => _tokens.Peek() == JsonTokenReader.Quote ? ReadPooledText() : ReadString();

    public bool? ReadBoolean()
    {
        var first = _tokens.Peek();
        Skip();
        return first == 't' ? true : first == 'f' ? false : null;
    }

    // Accepts quoted numbers, truncates fractions and clamps to the range of a long.
    public long? ReadInt64()
    {
        var first = _tokens.Peek();
        if (_tokens.TryReadInteger(out var integer))
        {
            return integer;
        }

        var text = first == JsonTokenReader.Quote ? Unescape(_tokens.ReadString()) : ReadRaw().Utf8.Span;
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            ? ClampToInt64(number)
            : null;
    }

    // Returns 0 if the value is not a number.
    public int ReadPercent() => (int)Math.Clamp(ReadInt64() ?? 0, int.MinValue, int.MaxValue);

    public DateTimeOffset? ReadTimestamp()
    {
        if (_tokens.Peek() != JsonTokenReader.Quote)
        {
            Skip();
            return null;
        }

        return Iso8601.TryParse(Unescape(_tokens.ReadString()), out var time) ? time : null;
    }

    // Returns an empty list if the value is not an array.
    public ValueList<string> ReadStringList()
    {
        if (_tokens.Peek() != '[')
        {
            Skip();
            return ValueList<string>.Empty;
        }

        var start = _tokens.Offset;
        if (_tokens.TryReadEmptyArray())
        {
            return ValueList<string>.Empty;
        }

        // Runs of one workflow often have the same lists, such as the executed nodes.
        Skip();
        var text = _tokens.Json[start.._tokens.Offset];
        return StringListPool.Find(text) ?? StringListPool.Add(text, ReadElements(start));
    }

    private readonly ReadOnlySpan<byte> Unescape(JsonStringToken token) =>
        token.IsEscaped ? Encoding.UTF8.GetBytes(token.GetString(_tokens.Json)) : _tokens.Json.Slice(token.Start + 1, token.Length);

    private ValueList<string> ReadElements(int start)
    {
        _tokens.Offset = start + 1;
        if (_tokens.Peek() == ']')
        {
            _tokens.Offset++;
            return ValueList<string>.Empty;
        }

        var elements = new List<string>();
        do
        {
            elements.Add(ReadPooledText() ?? "null");
        }
        while (_tokens.ReadCommaOr((byte)']'));

        return ValueList<string>.Own([.. elements]);
    }

    // A cast of an out-of-range number gives different results on different runtimes.
    private static long ClampToInt64(double number) => number switch
    {
        >= long.MaxValue => long.MaxValue,
        <= long.MinValue => long.MinValue,
        _ => (long)number,
    };
}
