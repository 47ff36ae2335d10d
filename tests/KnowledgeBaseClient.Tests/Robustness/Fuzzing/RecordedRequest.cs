#if NET10_0_OR_GREATER
using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The request line and headers of a request, parsed as strictly as a server may: anything that RFC 9112 does not allow throws.
internal sealed record RecordedRequest(
    string Target,
    IReadOnlyList<string> Segments,
    IReadOnlyList<(string Name, string Value)> Query,
    IReadOnlyList<(string Name, string Value)> Headers)
{
    private const string Unreserved = "-._~";
    private const string AlsoAllowedInPath = "!$&'()*+,;=:@";
    private const string AlsoAllowedInQuery = "!$'()*+,;:@/?";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static RecordedRequest Parse(string text)
    {
        var lines = text[..^4].Split("\r\n");
        if (!lines.All(IsPrintableAscii) || lines[0].Split(' ') is not ["GET", var target, "HTTP/1.1"])
        {
            throw new FormatException($"The request line or the headers are invalid: {text}");
        }

        var (path, query) = target.Split('?') is [var before, .. var after] ? (before, string.Join('?', after)) : (target, "");
        return new RecordedRequest(
            target,
            SegmentsOf(path),
            [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter)],
            [.. lines[1..].Select(HeaderOf)]);
    }

    public string Header(string name) => Headers.Single(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    // The path must start with a slash. Each segment is decoded alone, because an escaped slash does not separate segments.
    public static IReadOnlyList<string> SegmentsOf(string path) =>
        [.. path.Split('/')[1..].Select(segment => Decode(segment, AlsoAllowedInPath))];

    private static bool IsPrintableAscii(string line) => line.All(character => character is >= ' ' and <= '~');

    private static (string Name, string Value) Parameter(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return (Decode(text[..equals], AlsoAllowedInQuery), Decode(text[(equals + 1)..], AlsoAllowedInQuery));
    }

    private static (string Name, string Value) HeaderOf(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return (line[..colon], line[(colon + 2)..]);
    }

    private static string Decode(string text, string alsoAllowed)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else if (char.IsAsciiLetterOrDigit(text[i]) || Unreserved.Contains(text[i]) || alsoAllowed.Contains(text[i]))
            {
                bytes.Add((byte)text[i]);
            }
            else
            {
                throw new FormatException($"U+{(int)text[i]:X4} is not allowed in a URL: {text}");
            }
        }

        return StrictUtf8.GetString([.. bytes]);
    }
}
#endif
