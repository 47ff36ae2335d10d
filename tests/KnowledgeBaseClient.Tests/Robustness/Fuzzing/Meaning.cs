#if NET10_0_OR_GREATER
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// What a caller may mean, said apart from the library: by UTF-8 and lengths alone.
internal static class Meaning
{
    private const int LongestId = 2048;
    private const int LongestStatus = 100;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsId(string id) =>
        id is not ("." or "..") && !string.IsNullOrWhiteSpace(id) && IsText(id) && Encoding.UTF8.GetBytes(id).Sum(LengthInUrl) <= LongestId;

    public static bool IsRunId(string id) => IsId(id) && !id.Contains(',', StringComparison.Ordinal);

    public static bool IsStatus(string status) => status.Length <= LongestStatus && IsText(status);

    public static bool IsKey(string key) => key.Length is >= 8 and <= 4096 && key.All(character => character is > ' ' and <= '~');

    // Half a surrogate pair is none.
    private static bool IsText(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static int LengthInUrl(byte utf8) => char.IsAsciiLetterOrDigit((char)utf8) || "-._~"u8.Contains(utf8) ? 1 : 3;
}
#endif
