using System.Text.RegularExpressions;

namespace KnowledgeBaseClient.Tests.Documentation;

/// <summary>README.md and the compiled snippets, taken apart.</summary>
internal static partial class ReadmeText
{
    public static string Markdown { get; } = Read("README.md");

    public static IReadOnlyList<string> BlocksOf(string language) =>
        [.. CodeBlock().Matches(Markdown).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value)];

    // A snippet may be made of several regions of the same name.
    public static IReadOnlyList<string> CompiledSnippets() =>
        [.. Region().Matches(Read("ReadmeSnippets.cs"))
            .GroupBy(region => region.Groups["name"].Value, region => Outdented(region.Groups["text"].Value))
            .Select(parts => string.Concat(parts))];

    // The rows below the header whose first title this is, cell by cell.
    public static IReadOnlyList<string[]> Table(string firstTitle) =>
        [.. Markdown.Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {firstTitle} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    private static string Read(string resource)
    {
        using var stream = typeof(ReadmeText).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Outdented(string text)
    {
        var indent = text.Length - text.TrimStart(' ').Length;
        return string.Concat(text.Split('\n').SkipLast(1).Select(line => $"{line[Math.Min(indent, line.Length)..]}\n"));
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^ *#region (?<name>\S+)\n(?<text>.*?)^ *#endregion$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();
}
