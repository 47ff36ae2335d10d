using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgeBaseClient.Tests.Documentation;

/// <summary>One Markdown page of the repository, read from the test assembly's resources.</summary>
internal sealed partial class DocumentationPage
{
    private DocumentationPage(string path) => (Path, Markdown) = (path, ReadResource(path));

    public static IReadOnlyList<DocumentationPage> All { get; } =
    [
        .. ResourceNames().Where(name => name.EndsWith(".md", StringComparison.Ordinal)).Select(name => new DocumentationPage(name)),
    ];

    /// <summary>Gets the path relative to the repository's root, with forward slashes.</summary>
    public string Path { get; }

    public string Markdown { get; }

    /// <summary>
    /// Gets the name of the file of the compiled snippets, or of the folder of its files: <c>DocsHttpClientSnippets</c> for
    /// <c>docs/http-client.md</c>.
    /// </summary>
    public string SnippetsName
    {
        get
        {
            var words = Path.ToLowerInvariant().Split('/', '-', '.').SkipLast(1);
            return $"{string.Concat(words.Select(CultureInfo.InvariantCulture.TextInfo.ToTitleCase))}Snippets";
        }
    }

    public static DocumentationPage Get(string path) => All.Single(page => page.Path == path);

    public static IEnumerable<string> SnippetsNames() =>
        ResourceNames()
            .Where(name => name.StartsWith("Snippets/", StringComparison.Ordinal))
            .Select(name => name.Split('/', '.')[1])
            .Distinct();

    public IReadOnlyList<string> CodeBlocks(string language) =>
        [.. CodeBlock().Matches(Markdown)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["text"].Value)];

    /// <summary>Reads the regions of the snippets files, in order. Regions of the same name form one snippet.</summary>
    public IReadOnlyList<string> CompiledSnippets() =>
        [.. ResourceNames()
            .Where(name => name.StartsWith("Snippets/", StringComparison.Ordinal) && name.Split('/', '.')[1] == SnippetsName)
            .SelectMany(name => Region().Matches(ReadResource(name)))
            .GroupBy(region => region.Groups["name"].Value, region => Unindent(region.Groups["text"].Value))
            .Select(parts => string.Concat(parts))];

    /// <summary>Reads the rows of the table whose header row starts with this cell.</summary>
    public IReadOnlyList<string[]> Table(string firstHeader) =>
        [.. Markdown.Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {firstHeader} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    public IEnumerable<string> LinkTargets() => Link().Matches(WithoutCode()).Select(link => link.Groups["target"].Value);

    /// <summary>Computes the anchors of the headings as GitHub does.</summary>
    public IEnumerable<string> Anchors() => Heading().Matches(WithoutCode())
        .Select(heading => NotInAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    public override string ToString() => Path;

    private string WithoutCode() => CodeBlock().Replace(Markdown, "");

    private static IEnumerable<string> ResourceNames() =>
        typeof(DocumentationPage).Assembly.GetManifestResourceNames().Select(name => name.Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string ReadResource(string name)
    {
        var assembly = typeof(DocumentationPage).Assembly;
        using var stream = assembly.GetManifestResourceStream(name) ?? assembly.GetManifestResourceStream(name.Replace('/', '\\'))!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Unindent(string text)
    {
        var indent = text.Length - text.TrimStart(' ').Length;
        return string.Concat(text.Split('\n').SkipLast(1).Select(line => $"{line[Math.Min(indent, line.Length)..]}\n"));
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^ *#region (?<name>\S+)\n(?<text>.*?)^ *#endregion$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
