using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Walks one JSON object field by field, and knows its text: an opaque field is a slice of it, found by its brackets and not looked into.
// It reads liberally: a value of another kind than expected is no error, for one odd field must not cost a whole list.
internal ref struct JsonCursor
{
    private const byte Quote = (byte)'"';
    private const byte Backslash = (byte)'\\';

    // What ends a stretch of plain characters within a string: JSON allows no control characters there.
    private static readonly SearchValues<byte> Special = SearchValues.Create([Quote, Backslash, .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("+-.0123456789eE"u8);

    private readonly ReadOnlyMemory<byte> _text;
    private readonly ReadOnlySpan<byte> _json;
    private JsonString _name;
    private int _at;
    private bool _isFirst = true;

    // At the first field of an object.
    public JsonCursor(RawJson json)
    {
        _text = json.Utf8;
        _json = _text.Span;
        Take((byte)'{');
    }

    // Where the current token starts, in bytes from the start of the text.
    public int Position { get; private set; }

    // The text of a JSON string; null for any other value.
    public static string? StringOf(RawJson json)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.Utf8.Span);
        reader.Read();
        return JsonString.Read(ref reader);
    }

    // Moves to the name of the next field; false at the end of the object.
    public bool NextProperty()
    {
        var next = Peek();
        if (next == '}')
        {
            _at++;
            _isFirst = false;
            return false;
        }

        if (!_isFirst)
        {
            Take((byte)',');
            next = Peek();
        }

        _isFirst = false;
        _name = next == Quote ? ReadString() : throw Malformed("the name of a field");
        Take((byte)':');
        Position = _name.Start;
        return true;
    }

    public readonly bool IsNamed(ReadOnlySpan<byte> name) =>
        _name.IsEscaped ? Name() == Encoding.UTF8.GetString(name) : _json.Slice(_name.Start + 1, _name.Length).SequenceEqual(name);

    public readonly string Name() => _name.TextIn(_json);

    // The name as it is written, quotes included.
    public readonly RawJson RawName() => new(_text.Slice(_name.Start, _name.Length + 2));

    public void Skip()
    {
        switch (Peek())
        {
            case Quote:
                ReadString();
                break;
            case (byte)'{' or (byte)'[':
                var scanner = default(ElementScanner);
                var length = scanner.Scan(_json[_at..]);
                _at = length >= 0 ? _at + length : throw Malformed("the end of an object or array");
                break;
            case (byte)'t':
                Take("true"u8);
                break;
            case (byte)'f':
                Take("false"u8);
                break;
            case (byte)'n':
                Take("null"u8);
                break;
            default:
                ReadNumber();
                break;
        }
    }

    // Enters the value of the current field if it is an object, and passes over it otherwise.
    public bool TryEnterObject(out int start)
    {
        var isObject = Peek() == '{';
        start = _at;
        if (isObject)
        {
            _at++;
            _isFirst = true;
        }
        else
        {
            Skip();
        }

        return isObject;
    }

    public readonly RawJson SliceFrom(int start) => new(_text[start.._at]);

    public RawJson Raw()
    {
        Peek();
        var start = _at;
        Skip();
        return SliceFrom(start);
    }

    // A text that many runs have in common.
    public string? Text()
    {
        var isString = Peek() == Quote;
        var isNull = !isString && _json[_at] == 'n';
        return isString ? TextCache.Get(ReadString(), _json) : Raw().ToString() is var text && isNull ? null : text;
    }

    // For fields that make no sense as anything but a string.
    public string? StringOnly()
    {
        if (Peek() == Quote)
        {
            return ReadString().TextIn(_json);
        }

        Skip();
        return null;
    }

    // One of a few strings that every run has.
    public string? CommonStringOnly() => Peek() == Quote ? Text() : StringOnly();

    public bool? Flag()
    {
        var first = Peek();
        Skip();
        return first == 't' ? true : first == 'f' ? false : null;
    }

    // A whole number: the service may send a fraction, or quote it. One that is too large becomes the largest there is.
    public long? Count()
    {
        var text = Text();
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
        if (Peek() != Quote)
        {
            Skip();
            return null;
        }

        var text = ReadString();
        var plain = text.IsEscaped ? Encoding.UTF8.GetBytes(text.TextIn(_json)) : _json.Slice(text.Start + 1, text.Length);
        return Timestamp.TryParse(plain, out var time) ? time : null;
    }

    public TextList Texts()
    {
        if (Peek() != '[')
        {
            Skip();
            return TextList.Empty;
        }

        // The nodes that are done, say: the same list in run after run of a workflow.
        var start = _at;
        Skip();
        var text = _json[start.._at];
        return ListCache.Find(text) ?? ListCache.Keep(text, ReadTexts(start));
    }

    private TextList ReadTexts(int start)
    {
        _at = start + 1;
        if (Peek() == ']')
        {
            _at++;
            return TextList.Empty;
        }

        var texts = new List<string>();
        do
        {
            texts.Add(Text() ?? "null");
        }
        while (TakeCommaOr((byte)']'));

        return TextList.Own([.. texts]);
    }

    // What a plain conversion makes of a number that is too large differs between runtimes.
    private static long Saturated(double number) => number switch
    {
        >= long.MaxValue => long.MaxValue,
        <= long.MinValue => long.MinValue,
        _ => (long)number,
    };

    // The next byte that is no white space.
    private byte Peek()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }

        Position = _at;
        return _at < _json.Length ? _json[_at] : throw Malformed("more");
    }

    private bool TakeCommaOr(byte end)
    {
        var next = Peek();
        _at++;
        return next == ',' || (next == end ? false : throw Malformed($"a comma or '{(char)end}'"));
    }

    private void Take(byte expected)
    {
        if (Peek() != expected)
        {
            throw Malformed($"'{(char)expected}'");
        }

        _at++;
    }

    private void Take(ReadOnlySpan<byte> literal)
    {
        if (!_json[_at..].StartsWith(literal))
        {
            throw Malformed($"'{Encoding.UTF8.GetString(literal)}'");
        }

        _at += literal.Length;
    }

    private JsonString ReadString()
    {
        var start = _at;
        var isEscaped = false;
        var at = start + 1;
        while (true)
        {
            var plain = _json[at..].IndexOfAny(Special);
            at = plain >= 0 ? at + plain : throw Malformed("the end of a string");
            if (_json[at] == Quote)
            {
                _at = at + 1;
                return new JsonString(start, at - start - 1, isEscaped);
            }

            at += _json[at] == Backslash ? JsonString.EscapeLength(_json[at..]) is > 0 and var length ? length : throw Malformed("a string whose escapes are known")
                : throw Malformed("a string without control characters");
            isEscaped = true;
        }
    }

    private void ReadNumber()
    {
        var length = _json[_at..].IndexOfAnyExcept(OfNumbers);
        var number = length < 0 ? _json[_at..] : _json.Slice(_at, length);
        if (number.IsEmpty)
        {
            throw Malformed("a value");
        }

        // The grammar of numbers is the reader's to know.
        var reader = new Utf8JsonReader(number);
        reader.Read();
        _at += number.Length;
    }

    private readonly JsonException Malformed(string expected) => new($"expected {expected} at byte {Position} of the run");
}
