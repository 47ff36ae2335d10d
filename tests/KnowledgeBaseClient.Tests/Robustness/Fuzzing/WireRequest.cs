#if NET10_0_OR_GREATER
using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The head of a request, read as strictly as a server may: whatever is not exactly as RFC 9112 has it fails.
internal sealed record WireRequest(
    string Target, IReadOnlyList<string> Segments, IReadOnlyList<(string Name, string Value)> Query, IReadOnlyList<(string Name, string Value)> Headers)
{
    private const string Unreserved = "-._~";
    private const string OthersInPath = "!$&'()*+,;=:@";
    private const string OthersInQuery = "!$'()*+,;:@/?";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static WireRequest Parse(string head)
    {
        var lines = head[..^4].Split("\r\n");
        if (lines.Any(line => line.Any(character => character is < ' ' or > '~')) || lines[0].Split(' ') is not ["GET", var target, "HTTP/1.1"])
        {
            throw new FormatException($"This is no head of a request: {head}");
        }

        var (path, query) = target.Split('?') is [var before, .. var after] ? (before, string.Join('?', after)) : (target, "");
        return new WireRequest(target, SegmentsOf(path), [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter)], [.. lines[1..].Select(Field)]);
    }

    public string Header(string name) => Headers.Single(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    // Of a path that begins with a slash, each decoded by itself: an escaped slash parts nothing.
    public static IReadOnlyList<string> SegmentsOf(string path) => [.. path.Split('/')[1..].Select(segment => Decode(segment, OthersInPath))];

    private static (string Name, string Value) Parameter(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return (Decode(text[..equals], OthersInQuery), Decode(text[(equals + 1)..], OthersInQuery));
    }

    private static (string Name, string Value) Field(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return (line[..colon], line[(colon + 2)..]);
    }

    private static string Decode(string text, string others)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else if (char.IsAsciiLetterOrDigit(text[i]) || Unreserved.Contains(text[i], StringComparison.Ordinal) || others.Contains(text[i], StringComparison.Ordinal))
            {
                bytes.Add((byte)text[i]);
            }
            else
            {
                throw new FormatException($"U+{(int)text[i]:X4} may not stand in a URL: {text}");
            }
        }

        return Strict.GetString([.. bytes]);
    }
}
#endif
