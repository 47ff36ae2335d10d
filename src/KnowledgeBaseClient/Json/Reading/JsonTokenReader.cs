using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// The tokens of a JSON text, one after the other. It insists on the grammar of all that it reads, and passes over objects and arrays by their brackets.
internal ref struct JsonTokenReader(ReadOnlySpan<byte> json)
{
    public const byte Quote = (byte)'"';

    private const byte Backslash = (byte)'\\';

    private const int MostDigits = 18;

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("+-.0123456789eE"u8);

    public readonly ReadOnlySpan<byte> Json = json;

    // The next byte to read.
    public int At;

    // Where the current token starts.
    public int Position { get; private set; }

    // A malformed value is told by the name of its field.
    public void GoBackTo(JsonStringToken name) => Position = name.Start;

    public void Skip()
    {
        switch (Peek())
        {
            case Quote:
                ReadString();
                break;
            case (byte)'{' or (byte)'[':
                var scanner = default(ElementScanner);
                var length = scanner.Scan(Json[At..]);
                At = length >= 0 ? At + length : throw Malformed("the end of an object or array");
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

    // The next byte that is no white space.
    public byte Peek()
    {
        while (At < Json.Length && Json[At] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            At++;
        }

        Position = At;
        return At < Json.Length ? Json[At] : throw Malformed("more");
    }

    public bool TakeCommaOr(byte end)
    {
        var next = Peek();
        At++;
        return next == ',' || (next == end ? false : throw Malformed($"a comma or '{(char)end}'"));
    }

    // The way it is mostly written. With nothing read, false also for an empty array that is written otherwise.
    public bool TryTakeEmptyArray()
    {
        var isEmpty = Json[At..].StartsWith("[]"u8);
        At += isEmpty ? 2 : 0;
        return isEmpty;
    }

    public void Take(byte expected)
    {
        if (Peek() != expected)
        {
            throw Malformed($"'{(char)expected}'");
        }

        At++;
    }

    private void Take(ReadOnlySpan<byte> literal)
    {
        if (!Json[At..].StartsWith(literal))
        {
            throw Malformed($"'{Encoding.UTF8.GetString(literal)}'");
        }

        At += literal.Length;
    }

    public JsonStringToken ReadString()
    {
        var start = At;
        var isEscaped = false;
        var at = start + 1;
        while (true)
        {
            var plain = StringScanner.Length(Json[at..]);
            at = plain >= 0 ? at + plain : throw Malformed("the end of a string");
            if (Json[at] == Quote)
            {
                At = at + 1;
                return new JsonStringToken(start, at - start - 1, isEscaped);
            }

            at += Json[at] == Backslash ? JsonStringToken.EscapeLength(Json[at..]) is > 0 and var length ? length : throw Malformed("a string whose escapes are known")
                : throw Malformed("a string without control characters");
            isEscaped = true;
        }
    }

    // A whole number of so few digits that it cannot be too large; false, with nothing read, for any other.
    public bool TryReadWholeNumber(out long number)
    {
        number = 0;
        var at = At;
        while (at < Json.Length && at - At <= MostDigits && Json[at] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (Json[at] - '0');
            at++;
        }

        var digits = at - At;
        var isWhole = digits is > 0 and <= MostDigits && (Json[At] != '0' || digits == 1) && at < Json.Length && EndsNumber(Json[at]);
        At = isWhole ? at : At;
        return isWhole;
    }

    private static bool EndsNumber(byte next) => next is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r';

    private void ReadNumber()
    {
        var length = Json[At..].IndexOfAnyExcept(OfNumbers);
        var number = length < 0 ? Json[At..] : Json.Slice(At, length);
        if (number.IsEmpty)
        {
            throw Malformed("a value");
        }

        // The grammar of numbers is the reader's to know.
        var reader = new Utf8JsonReader(number);
        reader.Read();
        At += number.Length;
    }

    public readonly JsonException Malformed(string expected) => new($"expected {expected} at byte {Position} of the run");
}
