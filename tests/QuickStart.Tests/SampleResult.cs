using KnowledgeBaseClient.Testing;

namespace QuickStart.Tests;

/// <summary>The exit code and the output of one execution of the sample.</summary>
internal sealed record SampleResult(int ExitCode, string Text)
{
    public const string ApiKey = "test-api-key-0123456789";
    public const string KnowledgeBaseId = "test-knowledge-base";

    public string[] Lines => Text.ReplaceLineEndings("\n").Split('\n');

    public static async Task<SampleResult> RunAsync(
        IReadOnlyDictionary<string, string?> variables, bool isTerminal = false, CancellationToken cancellationToken = default)
    {
        await using var output = new StringWriter();
        var exitCode = await Program.RunAsync(output, variables.GetValueOrDefault, isTerminal, cancellationToken);
        return new SampleResult(exitCode, output.ToString());
    }

    public static Task<SampleResult> RunWithSimulatorAsync(bool isTerminal = false) =>
        RunAsync(new Dictionary<string, string?>(), isTerminal);

    public static async Task<SampleResult> RunWithRunsAsync(string runsJson)
    {
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = ApiKey });
        server.Simulator.KnowledgeBase(KnowledgeBaseId).SetRunsJson(runsJson);
        return await RunAsync(VariablesFor(server.BaseAddress));
    }

    public static Dictionary<string, string?> VariablesFor(Uri address) => new()
    {
        ["KNOWLEDGE_BASE_API_KEY"] = ApiKey,
        ["KNOWLEDGE_BASE_URL"] = address.AbsoluteUri,
        ["KNOWLEDGE_BASE_ID"] = KnowledgeBaseId,
    };

    public string LineWith(string text) =>
        Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) ?? $"(no line contains '{text}' in:\n{Text})";
}
