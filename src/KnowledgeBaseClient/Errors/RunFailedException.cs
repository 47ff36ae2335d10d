using System.Text.Json;

namespace KnowledgeBaseClient;

/// <summary>
/// The exception that <see cref="Run.EnsureCompleted"/> throws for a run that failed, was stopped or has not finished.
/// </summary>
public sealed class RunFailedException : KnowledgeBaseException
{
    private const int MaxReasonLength = 500;

    /// <summary>Creates the exception for a run.</summary>
    /// <param name="run">The run in its last known state.</param>
    /// <exception cref="ArgumentNullException"><paramref name="run"/> is null.</exception>
    public RunFailedException(Run run)
        : base(Describe(run)) => Run = run;

    /// <summary>Gets the run in its last known state.</summary>
    public Run Run { get; }

    private static string Describe(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var status = run.Status.DisplayText;
        return run.Status.IsTerminal
            ? $"Run {run.Id} finished with status {status} ({run.Progress} %){Reason(run)}"
            : $"Run {run.Id} has status {status} ({run.Progress} %) and has not finished{Reason(run)} "
                + "Call EnsureCompleted after the run has finished.";
    }

    // Returns ": reason." or ".". Observed, not documented by the service: the reason is output.error.message, or output.error itself.
    private static string Reason(Run run)
    {
        try
        {
            if (!run.Output.TryGetProperty("error", out var error))
            {
                return ".";
            }

            var reason = error.TryGetProperty("message", out var message) ? message.GetString() : error.GetString();
            return reason?.Trim(' ', '.') is { Length: > 0 } ? $": {Sentence.End(Shorten(reason.Trim()))}" : ".";
        }
        catch (JsonException)
        {
            // The output is malformed, which matters less than the status of the run.
            return ".";
        }
    }

    private static string Shorten(string text) => text.Length > MaxReasonLength ? $"{text[..MaxReasonLength]}…" : text;
}
