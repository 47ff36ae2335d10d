using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;

namespace KnowledgeBaseClient;

// Takes the API key out of whatever a server sends back: an echo of it must not reach a log or an exception.
internal sealed class KeyRedactor
{
    private const string Mask = "***";

    // Attempts under way may still use a key that has been rotated since, and a provider may give every attempt a key of its own.
    private const int KeysRemembered = 128;

    // Less of a key than this gives nothing away, and may well be the end of a word.
    private const int ShortestBeginning = 4;

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
            string[] keys = [key, .. _known.Keys.Where(known => known != key).Take(KeysRemembered - 1)];
            _known = new Known(keys, [.. keys.SelectMany(Forms).Distinct().OrderByDescending(form => form.Length)]);
        }
    }

    public bool IsIn(string? text)
    {
        var known = _known;
        if (text is null || text.Length < known.ShortestKey)
        {
            return false;
        }

        // Loops, because every header of every answer comes by here.
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

        // The longest first: one key may be the beginning of another, and what is left of that one would be told.
        var redacted = known.Keys.OrderByDescending(key => key.Length).Aggregate(text, (redacted, key) => KeyMatcher.Replace(redacted, key, Mask));
        return known.Forms.Aggregate(redacted, (redacted, form) => redacted.Replace(form, Mask, StringComparison.Ordinal));
    }

    // Of a text that was cut off, and so may end in the middle of a key.
    public string RedactBeginning(string text)
    {
        var redacted = Redact(text);
        var known = _known;
        var starts = known.Keys.Concat(known.Forms).Select(form => KeyMatcher.FindBeginning(redacted, form, ShortestBeginning)).Where(start => start >= 0);
        return starts.DefaultIfEmpty(-1).Min() is >= 0 and var first ? redacted[..first] + Mask : redacted;
    }

    // An inner exception is kept for what it tells, unless it tells the key.
    public Exception? Clean(Exception? exception) => IsIn(exception?.ToString()) ? null : exception;

    public void Scrub(HttpResponseMessage response)
    {
        if (response.ReasonPhrase is { } reason && IsIn(reason))
        {
            response.ReasonPhrase = Redact(reason);
        }

        Scrub(response.Headers);
        Scrub(response.Content.Headers);
    }

    private void Scrub(HttpHeaders headers)
    {
        // On the way of every answer: nothing is made for those without the key.
        List<(string Name, string[] Values)>? found = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (IsIn(name) || IsInAny(values))
            {
                (found ??= []).Add((name, [.. values.Select(Redact)]));
            }
        }

        foreach (var (name, values) in found ?? [])
        {
            headers.Remove(name);
            if (!IsIn(name))
            {
                headers.TryAddWithoutValidation(name, values);
            }
        }
    }

    private bool IsInAny(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            if (IsIn(value))
            {
                return true;
            }
        }

        return false;
    }

    // As it is, as it looks inside JSON, a URL and HTML, and as .NET quotes a chunk's length that makes no sense.
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
        // However a key is spelled, it is no shorter.
        public int ShortestKey { get; } = Keys.Select(key => key.Length).DefaultIfEmpty(0).Min();
    }
}
