#if NET10_0_OR_GREATER
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The rules for valid input, implemented independently of the library with UTF-8 and lengths alone.
internal static class InputRules
{
    private const int MaxIdLength = 2048;
    private const int MaxStatusLength = 100;
    private const int MinKeyLength = 8;
    private const int MaxKeyLength = 4096;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsId(string id) =>
        id is not ("." or "..")
        && !string.IsNullOrWhiteSpace(id)
        && IsText(id)
        && Encoding.UTF8.GetBytes(id).Sum(LengthInUrl) <= MaxIdLength;

    public static bool IsRunId(string id) => IsId(id) && !id.Contains(',', StringComparison.Ordinal);

    public static bool IsStatus(string status) => status.Length <= MaxStatusLength && IsText(status);

    public static bool IsKey(string key) => key.Length is >= MinKeyLength and <= MaxKeyLength
        && key.All(character => character is > ' ' and <= '~');

    // A string with half a surrogate pair has no UTF-8 form.
    private static bool IsText(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
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
