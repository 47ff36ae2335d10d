using System.Text.Json;

namespace KnowledgeBaseClient;

/// <summary>A run that was expected to be completed has failed, was stopped or has not ended.</summary>
public sealed class RunFailedException : KnowledgeBaseException
{
    private const int LongestReason = 500;

    /// <summary>Makes the exception for a run.</summary>
    /// <param name="run">The run, as it was last seen.</param>
    /// <exception cref="ArgumentNullException"><paramref name="run"/> is null.</exception>
    public RunFailedException(Run run)
        : base(Describe(run)) => Run = run;

    /// <summary>The run, as it was last seen.</summary>
    public Run Run { get; }

    private static string Describe(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var what = run.Status.IsTerminal ? $"ended as {run.Status}" : $"has not ended: it is {run.Status.DisplayText}";
        return $"The run {run.Id} {what}, at {run.Progress} %{Reason(run)}.";
    }

    // Seen in answers of the service, promised nowhere: output.error.message. The error may as well be a text itself.
    private static string Reason(Run run)
    {
        try
        {
            return run.Output.TryGetProperty("error", out var error)
                && JsonObjectReader.StringOf(error.TryGetProperty("message", out var message) ? message : error) is { } text
                ? $": {Shorten(text)}"
                : "";
        }
        catch (JsonException)
        {
            // The output is malformed: what is wrong with the run counts for more.
            return "";
        }
    }

    private static string Shorten(string text) => text.Length <= LongestReason ? text : $"{text[..LongestReason]}…";
}
