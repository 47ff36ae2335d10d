using System.Text;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>Creates the reply to a request. Called once per request, on any thread.</summary>
internal delegate Reply Responder(RawRequest request);

/// <summary>The request line and headers of a request, exactly as received. Parsed on demand, so that a server can be cheap.</summary>
internal readonly ref struct RawRequest(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The request line and headers as text, without the empty line that ends them.</summary>
    public string Text => Encoding.Latin1.GetString(_bytes);

    /// <summary>The escaped path and query.</summary>
    public string Target
    {
        get
        {
            var target = _bytes[(_bytes.IndexOf((byte)' ') + 1)..];
            return Encoding.Latin1.GetString(target[..target.IndexOf((byte)' ')]);
        }
    }

    private string Method => Text.Split(' ', 2)[0];

    private Dictionary<string, string> Headers => Text.Split("\r\n").Skip(1)
        .Select(line => line.Split(':', 2))
        .ToDictionary(header => header[0], header => header[1].Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The length of the body that follows the headers.</summary>
    /// <exception cref="NotSupportedException">The body is chunked.</exception>
    public int BodyLength
    {
        get
        {
            if (Value("Transfer-Encoding:"u8, out _))
            {
                throw new NotSupportedException("The server does not read chunked request bodies.");
            }

            return Value("Content-Length:"u8, out var value)
                ? int.Parse(Encoding.Latin1.GetString(value), System.Globalization.CultureInfo.InvariantCulture)
                : 0;
        }
    }

    /// <summary>The response of the simulator to this request.</summary>
    public SimulatedResponse RespondWith(KnowledgeBaseSimulator simulator) => simulator.Respond(Method, Target, Headers);

    // The value of the first header with this name, which includes the colon.
    private bool Value(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        for (var rest = _bytes; rest.IndexOf("\r\n"u8) is var end and >= 0;)
        {
            rest = rest[(end + 2)..];
            if (rest.Length >= name.Length && Ascii.EqualsIgnoreCase(rest[..name.Length], name))
            {
                var length = rest.IndexOf("\r\n"u8);
                value = rest[name.Length..(length < 0 ? rest.Length : length)];
                return true;
            }
        }

        value = default;
        return false;
    }
}
