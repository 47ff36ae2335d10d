using KnowledgeBaseClient.Testing;

namespace QuickStart.Tests;

/// <summary>How a run of the quick start ended, and what it printed.</summary>
internal sealed record Outcome(int ExitCode, string Text)
{
    public const string Key = "sk-of-a-test-0123456789";
    public const string KnowledgeBase = "kb-of-a-test";

    public string[] Lines => Text.ReplaceLineEndings("\n").Split('\n');

    public static async Task<Outcome> OfAsync(
        IReadOnlyDictionary<string, string?> environment, bool isTerminal = false, CancellationToken cancellationToken = default)
    {
        await using var output = new StringWriter();
        var exitCode = await QuickStartProgram.RunAsync(output, environment.GetValueOrDefault, isTerminal, cancellationToken);
        return new Outcome(exitCode, output.ToString());
    }

    public static Task<Outcome> WithNothingSetAsync(bool isTerminal = false) => OfAsync(new Dictionary<string, string?>(), isTerminal);

    public static async Task<Outcome> WithRunsAsync(string runsJson)
    {
        using var server = KnowledgeBaseServer.Start(Key);
        server.SetRuns(KnowledgeBase, runsJson);
        return await OfAsync(Settings(server.BaseAddress));
    }

    public static Dictionary<string, string?> Settings(Uri address, string key = Key, string knowledgeBase = KnowledgeBase) => new()
    {
        ["KNOWLEDGE_BASE_API_KEY"] = key,
        ["KNOWLEDGE_BASE_URL"] = address.AbsoluteUri,
        ["KNOWLEDGE_BASE_ID"] = knowledgeBase,
    };

    public string LineWith(string text) =>
        Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) ?? $"(no line with '{text}' in:\n{Text})";
}
