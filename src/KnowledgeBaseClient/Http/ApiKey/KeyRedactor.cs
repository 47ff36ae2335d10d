using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;

namespace KnowledgeBaseClient;

// Redacts the API key from everything that a server sends: an echo of it must not reach a log or an exception.
internal sealed class KeyRedactor
{
    private const string Mask = "***";

    // Running attempts may still use a key that has been rotated since, and a provider may return another key for every attempt.
    private const int MaxRememberedKeys = 128;

    // A shorter prefix of a key reveals nothing, and may be the end of an ordinary word.
    private const int MinPrefixLength = 4;

    private readonly object _lock = new();
    private volatile Known _known = new([], []);

    public void Remember(string key)
    {
        if (_known.Keys.Contains(key, StringComparer.Ordinal))
        {
            return;
        }

        lock (_lock)
        {
            string[] keys = [key, .. _known.Keys.Where(known => known != key).Take(MaxRememberedKeys - 1)];
            _known = new Known(keys, [.. keys.SelectMany(Forms).Distinct().OrderByDescending(form => form.Length)]);
        }
    }

    public bool ContainsKey(string? text)
    {
        var known = _known;
        if (text is null || text.Length < known.ShortestKey)
        {
            return false;
        }

        // Loops instead of LINQ: this runs for every header of every response.
        foreach (var form in known.Forms)
        {
            if (text.Contains(form, StringComparison.Ordinal))
            {
                return true;
            }
        }

        foreach (var key in known.Keys)
        {
            if (KeyMatcher.IsIn(text, key))
            {
                return true;
            }
        }

        return false;
    }

    public string Redact(string text)
    {
        var known = _known;

        // The longest key first: if one key is a prefix of another, redacting the prefix would leave the rest of the other.
        var redacted = known.Keys
            .OrderByDescending(key => key.Length)
            .Aggregate(text, (redacted, key) => KeyMatcher.Replace(redacted, key, Mask));
        return known.Forms.Aggregate(redacted, (redacted, form) => redacted.Replace(form, Mask, StringComparison.Ordinal));
    }

    // Also redacts a prefix of the key at the end, where the text was truncated.
    public string RedactTruncated(string text)
    {
        var redacted = Redact(text);
        var known = _known;
        var starts = known.Keys
            .Concat(known.Forms)
            .Select(form => KeyMatcher.FindPrefixAtEnd(redacted, form, MinPrefixLength))
            .Where(start => start >= 0);
        return starts.DefaultIfEmpty(-1).Min() is >= 0 and var first ? redacted[..first] + Mask : redacted;
    }

    // Returns null for an exception that contains the key: it must not become an inner exception.
    public Exception? NullIfContainsKey(Exception? exception) => ContainsKey(exception?.ToString()) ? null : exception;

    public void Redact(HttpResponseMessage response)
    {
        if (response.ReasonPhrase is { } reason && ContainsKey(reason))
        {
            response.ReasonPhrase = Redact(reason);
        }

        Redact(response.Headers);
        Redact(response.Content.Headers);
    }

    private void Redact(HttpHeaders headers)
    {
        // Runs for every response: allocates only if the key is found.
        List<(string Name, string[] Values)>? found = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (ContainsKey(name) || AnyContainsKey(values))
            {
                (found ??= []).Add((name, [.. values.Select(Redact)]));
            }
        }

        foreach (var (name, values) in found ?? [])
        {
            headers.Remove(name);
            if (!ContainsKey(name))
            {
                headers.TryAddWithoutValidation(name, values);
            }
        }
    }

    private bool AnyContainsKey(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            if (ContainsKey(value))
            {
                return true;
            }
        }

        return false;
    }

    // Plain, as encoded in JSON, a URL and HTML, and as .NET quotes an invalid chunk length.
    private static IEnumerable<string> Forms(string key) =>
    [
        key,
        JavaScriptEncoder.Default.Encode(key),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(key),
        Uri.EscapeDataString(key),
        WebUtility.HtmlEncode(key),
        BitConverter.ToString(Encoding.ASCII.GetBytes(key)),
    ];

    private sealed record Known(string[] Keys, string[] Forms)
    {
        // No encoding makes a key shorter.
        public int ShortestKey { get; } = Keys.Select(key => key.Length).DefaultIfEmpty(0).Min();
    }
}
