using System.Text.RegularExpressions;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>Words that make the text hard to read: archaic, or translated word by word.</summary>
internal static class BannedWords
{
    private static readonly string[] Words =
    [
        "borne",
        "heed",
        "heeds",
        "heeded",
        "whoever",
        "anew",
        "for ever",
        "mend",
        "mends",
        "mended",
        "nobody",
        "of yours",
        "takes his time",
        "is told",
        "are told",
        "made by hand",
        "gives out",
        "at ease",
    ];

    // The words of a phrase may be on two lines of a comment or of a Markdown quote.
    private static readonly Regex Pattern = new(
        $@"\b({string.Join('|', Words.Select(word => word.Replace(" ", @"[\s/*>]+", StringComparison.Ordinal)))})\b",
        RegexOptions.IgnoreCase);

    // Splits an identifier such as Wait_RunIsTold_Returns into its words.
    private static readonly Regex WordStart = new("(?<=[a-z0-9])(?=[A-Z])|_");

    /// <summary>The banned words in a file, with their places.</summary>
    public static IEnumerable<string> In(SourceFile file)
    {
        var text = WordStart.Replace(file.Text, " ");
        return Pattern.Matches(text).Select(match => $"{file.Path}({text.AsSpan(0, match.Index).Count('\n') + 1}): {match.Value}");
    }
}
