using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient;

// Walks one JSON object field by field, and knows its text: an opaque field is a slice of it, found by its brackets and not looked into.
// It reads liberally: a value of another kind than expected is no error, for one odd field must not cost a whole list.
internal ref struct JsonObjectReader
{
    private readonly ReadOnlyMemory<byte> _text;
    private JsonTokenReader _tokens;
    private JsonStringToken _name;
    private ReadOnlySpan<byte> _unescapedName;
    private bool _isFirst = true;

    // At the first field of an object.
    public JsonObjectReader(RawJson json)
    {
        _text = json.Utf8;
        _tokens = new JsonTokenReader(_text.Span);
        _tokens.Take((byte)'{');
    }

    // Where the current token starts, in bytes from the start of the text.
    public readonly int Position => _tokens.Position;

    // Moves to the name of the next field; false at the end of the object.
    public bool NextProperty()
    {
        var next = _tokens.Peek();
        if (next == '}')
        {
            _tokens.At++;
            _isFirst = false;
            return false;
        }

        if (!_isFirst)
        {
            _tokens.Take((byte)',');
            next = _tokens.Peek();
        }

        _isFirst = false;
        _name = next == JsonTokenReader.Quote ? _tokens.ReadString() : throw _tokens.Malformed("the name of a field");
        _unescapedName = TextOf(_name);
        _tokens.Take((byte)':');
        _tokens.GoBackTo(_name);
        return true;
    }

    public readonly bool IsNamed(ReadOnlySpan<byte> name) => _unescapedName.SequenceEqual(name);

    public readonly string Name() => _name.TextIn(_tokens.Json);

    // The name as it is written, quotes included.
    public readonly RawJson RawName() => new(_text.Slice(_name.Start, _name.Length + 2));

    public void Skip() => _tokens.Skip();

    // Enters the value of the current field if it is an object, and passes over it otherwise.
    public bool TryEnterObject(out int start)
    {
        var isObject = _tokens.Peek() == '{';
        start = _tokens.At;
        if (isObject)
        {
            _tokens.At++;
            _isFirst = true;
        }
        else
        {
            Skip();
        }

        return isObject;
    }

    public readonly RawJson SliceFrom(int start) => new(_text[start.._tokens.At]);

    public RawJson Raw()
    {
        _tokens.Peek();
        var start = _tokens.At;
        Skip();
        return SliceFrom(start);
    }

    // A text that many runs have in common.
    public string? Text()
    {
        var first = _tokens.Peek();
        if (first == JsonTokenReader.Quote)
        {
            return StringPool.Shared.Get(_tokens.ReadString(), _tokens.Json);
        }

        var other = Raw();
        return first == 'n' ? null : StringPool.Shared.Get(other.Utf8.Span);
    }

    // For fields that make no sense as anything but a string.
    public string? StringOnly()
    {
        if (_tokens.Peek() == JsonTokenReader.Quote)
        {
            return _tokens.ReadString().TextIn(_tokens.Json);
        }

        Skip();
        return null;
    }

    // One of a few strings that every run has.
    public string? CommonStringOnly() => _tokens.Peek() == JsonTokenReader.Quote ? Text() : StringOnly();

    public bool? Flag()
    {
        var first = _tokens.Peek();
        Skip();
        return first == 't' ? true : first == 'f' ? false : null;
    }

    // A whole number: the service may send a fraction, or quote it. One that is too large becomes the largest there is.
    public long? Count()
    {
        var first = _tokens.Peek();
        if (_tokens.TryReadWholeNumber(out var whole))
        {
            return whole;
        }

        var text = first == JsonTokenReader.Quote ? TextOf(_tokens.ReadString()) : Raw().Utf8.Span;
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
        if (_tokens.Peek() != JsonTokenReader.Quote)
        {
            Skip();
            return null;
        }

        return Iso8601.TryParse(TextOf(_tokens.ReadString()), out var time) ? time : null;
    }

    public StringList Texts()
    {
        if (_tokens.Peek() != '[')
        {
            Skip();
            return StringList.Empty;
        }

        var start = _tokens.At;
        if (_tokens.TryTakeEmptyArray())
        {
            return StringList.Empty;
        }

        // The nodes that are done, say: the same list in run after run of a workflow.
        Skip();
        var text = _tokens.Json[start.._tokens.At];
        return StringListPool.Find(text) ?? StringListPool.Keep(text, ReadTexts(start));
    }

    private readonly ReadOnlySpan<byte> TextOf(JsonStringToken text) =>
        text.IsEscaped ? Encoding.UTF8.GetBytes(text.TextIn(_tokens.Json)) : _tokens.Json.Slice(text.Start + 1, text.Length);

    private StringList ReadTexts(int start)
    {
        _tokens.At = start + 1;
        if (_tokens.Peek() == ']')
        {
            _tokens.At++;
            return StringList.Empty;
        }

        var texts = new List<string>();
        do
        {
            texts.Add(Text() ?? "null");
        }
        while (_tokens.TakeCommaOr((byte)']'));

        return StringList.Own([.. texts]);
    }

    // What a plain conversion makes of a number that is too large differs between runtimes.
    private static long Saturated(double number) => number switch
    {
        >= long.MaxValue => long.MaxValue,
        <= long.MinValue => long.MinValue,
        _ => (long)number,
    };
}
