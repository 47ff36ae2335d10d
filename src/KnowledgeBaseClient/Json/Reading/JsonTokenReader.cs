using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Reads the tokens of a JSON text. It validates everything that it reads, but skips objects and arrays by counting their brackets.
internal ref struct JsonTokenReader(ReadOnlySpan<byte> json)
{
    public const byte Quote = (byte)'"';

    private const byte Backslash = (byte)'\\';

    // Any integer of 18 digits fits into a long.
    private const int MaxDigits = 18;

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("+-.0123456789eE"u8);

    public readonly ReadOnlySpan<byte> Json = json;

    // The index of the next byte to read.
    public int Offset;

    // Errors are reported at the start of the current token.
    public int TokenStart { get; private set; }

    public void Skip()
    {
        switch (Peek())
        {
            case Quote:
                ReadString();
                break;
            case (byte)'{' or (byte)'[':
                var scanner = default(ElementScanner);
                var length = scanner.Scan(Json[Offset..]);
                Offset = length >= 0 ? Offset + length : throw Malformed("the end of an object or array");
                break;
            case (byte)'t':
                Expect("true"u8);
                break;
            case (byte)'f':
                Expect("false"u8);
                break;
            case (byte)'n':
                Expect("null"u8);
                break;
            default:
                ReadNumber();
                break;
        }
    }

    // Skips white space and returns the next byte without consuming it.
    public byte Peek()
    {
        while (Offset < Json.Length && Json[Offset] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            Offset++;
        }

        TokenStart = Offset;
        return Offset < Json.Length ? Json[Offset] : throw Malformed("more data");
    }

    // Returns true after a comma and false after the end token.
    public bool ReadCommaOr(byte end)
    {
        var next = Peek();
        Offset++;
        return next == ',' || (next == end ? false : throw Malformed($"a comma or '{(char)end}'"));
    }

    // Recognizes only the usual form "[]". Consumes nothing if it returns false.
    public bool TryReadEmptyArray()
    {
        var isEmpty = Json[Offset..].StartsWith("[]"u8);
        Offset += isEmpty ? 2 : 0;
        return isEmpty;
    }

    public void Expect(byte expected)
    {
        if (Peek() != expected)
        {
            throw Malformed($"'{(char)expected}'");
        }

        Offset++;
    }

    private void Expect(ReadOnlySpan<byte> literal)
    {
        if (!Json[Offset..].StartsWith(literal))
        {
            throw Malformed($"'{Encoding.UTF8.GetString(literal)}'");
        }

        Offset += literal.Length;
    }

    public JsonStringToken ReadString()
    {
        var start = Offset;
        var isEscaped = false;
        var at = start + 1;
        while (true)
        {
            var plain = StringScanner.IndexOfSpecial(Json[at..]);
            at = plain >= 0 ? at + plain : throw Malformed("the end of a string");
            if (Json[at] == Quote)
            {
                Offset = at + 1;
                return new JsonStringToken(start, at - start - 1, isEscaped);
            }

            at += Json[at] != Backslash ? throw Malformed("a string without control characters")
                : JsonStringToken.GetEscapeLength(Json[at..]) is > 0 and var length ? length
                : throw Malformed("a string with valid escape sequences");
            isEscaped = true;
        }
    }

    // Reads an integer of at most 18 digits. Consumes nothing and returns false for any other value.
    public bool TryReadInteger(out long number)
    {
        number = 0;
        var at = Offset;
        while (at < Json.Length && at - Offset <= MaxDigits && Json[at] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (Json[at] - '0');
            at++;
        }

        var digits = at - Offset;
        var isInteger = digits is > 0 and <= MaxDigits && (Json[Offset] != '0' || digits == 1) && at < Json.Length && EndsNumber(Json[at]);
        Offset = isInteger ? at : Offset;
        return isInteger;
    }

    private static bool EndsNumber(byte next) => next is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r';

    private void ReadNumber()
    {
        var length = Json[Offset..].IndexOfAnyExcept(NumberCharacters);
        var number = length < 0 ? Json[Offset..] : Json.Slice(Offset, length);
        if (number.IsEmpty)
        {
            throw Malformed("a value");
        }

        // Utf8JsonReader validates the grammar of the number.
        var reader = new Utf8JsonReader(number);
        reader.Read();
        Offset += number.Length;
    }

    public readonly JsonException Malformed(string expected) => new($"expected {expected} at byte {TokenStart} of the run");
}
