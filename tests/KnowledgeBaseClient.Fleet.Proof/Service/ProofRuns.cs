using System.Globalization;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>The runs by their numbers, as the stand-in serves them and as the replicas expect them.</summary>
internal static class ProofRuns
{
    public const string KnowledgeBase = "kb-1";

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-0000-4000-8000-000000000000");

    /// <summary>The number of a run; -1 for an id of another form.</summary>
    public static int NumberOf(ReadOnlySpan<char> id) =>
        id.Length == 36 && int.TryParse(id[..8], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>The status at the end: every tenth run fails.</summary>
    public static RunStatus FinalStatusOf(int number) => number % 10 == 9 ? RunStatus.Failed : RunStatus.Completed;

    /// <summary>Whether a run that a wait has returned has finished as planned, with its own content.</summary>
    public static bool IsRight(string id, Run run) =>
        run.Id == id
        && run.Status == FinalStatusOf(NumberOf(id))
        && run.FinishedAt <= TimeProvider.System.GetUtcNow()
        && run.Output.Text == $$"""{"of":"{{id}}"}""";
}
