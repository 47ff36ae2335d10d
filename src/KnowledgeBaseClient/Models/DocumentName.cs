using System.Text;

namespace KnowledgeBaseClient;

// The file name of a document as the service receives it.
internal static class DocumentName
{
    private static readonly char[] Separators = ['/', '\\'];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Without folders and drive, whichever system the name comes from.
    public static string Clean(string? name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        var file = name[(name.LastIndexOfAny(Separators) + 1)..];
        file = file.Length > 2 && file[1] == ':' && char.IsAsciiLetter(file[0]) ? file[2..] : file;
        if (!IsUnicode(file))
        {
            throw new ArgumentException("The file name is not valid Unicode (it contains a lone surrogate): pass another name.", parameter);
        }

        return string.IsNullOrWhiteSpace(file) || file is "." or ".."
            ? throw new ArgumentException($"'{name}' contains no file name: pass a name such as report.pdf.", parameter)
            : file;
    }

    private static bool IsUnicode(string text)
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
}
