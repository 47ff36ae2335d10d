using System.Globalization;

namespace KnowledgeBaseClient;

/// <summary>The exception that <c>EnsureCompleted</c> throws for runs that failed, were stopped or have not finished.</summary>
public sealed class RunFailedException : KnowledgeBaseException
{
    private const int MaxReasonLength = 500;
    private const int MaxRunsInMessage = 10;

    /// <summary>Creates the exception for a run.</summary>
    /// <param name="run">The run in its last known state.</param>
    /// <exception cref="ArgumentNullException"><paramref name="run"/> is null.</exception>
    public RunFailedException(Run run)
        : base(Describe(run ?? throw new ArgumentNullException(nameof(run)))) => Runs = [run];

    /// <summary>Creates the exception for several runs.</summary>
    /// <param name="runs">The runs in their last known state. At least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="runs"/> is empty.</exception>
    public RunFailedException(IReadOnlyList<Run> runs)
        : base(Describe(runs)) => Runs = [.. runs];

    /// <summary>Gets the run in its last known state; of several runs, the first one.</summary>
    public Run Run => Runs[0];

    /// <summary>Gets the runs that did not complete, in their last known state.</summary>
    /// <value>At least one.</value>
    public IReadOnlyList<Run> Runs { get; }

    private static string Describe(Run run) => run.Status.IsTerminal
        ? $"Run {run.Id} finished with status {run.Status.DisplayText} ({run.Progress} %){Reason(run)}"
        : run.Status == RunStatus.AwaitingHumanFeedback
        ? $"Run {run.Id} awaits human feedback ({run.Progress} %){Reason(run)} It continues after a person has acted."
        : $"Run {run.Id} has status {run.Status.DisplayText} ({run.Progress} %) and has not finished{Reason(run)} "
            + "Call EnsureCompleted after the run has finished.";

    private static string Describe(IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run: pass those that did not complete.", nameof(runs));
        }

        var more = string.Join(", ", runs.Skip(MaxRunsInMessage).Select(run => run.Id));
        more = more.Length == 0 ? "" : $" The others: {more}.";
        var described = string.Join(" ", runs.Take(MaxRunsInMessage).Select(Describe));
        return runs.Count == 1
            ? described
            : string.Create(CultureInfo.InvariantCulture, $"{runs.Count} runs did not complete. {described}{more}");
    }

    // Returns ": reason." or ".".
    private static string Reason(Run run) =>
        run.ErrorMessage is { } reason && reason.Trim(' ', '.').Length > 0 ? $": {Sentence.End(Shorten(reason))}" : ".";

    private static string Shorten(string text) => text.Length > MaxReasonLength ? $"{text[..MaxReasonLength]}…" : text;
}
