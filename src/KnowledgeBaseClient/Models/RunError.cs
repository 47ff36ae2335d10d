using System.Text.Json;

namespace KnowledgeBaseClient;

// Finds the text of a failure in the output of a run. The service does not document its shape.
internal static class RunError
{
    private static readonly string[] TextNames = ["message", "detail"];

    public static string? FindMessage(Run run)
    {
        try
        {
            return run.Output.TryGetProperty("error", out var error) && TextOf(error) is { } text ? text
                : run.Status == RunStatus.Failed ? TextOf(run.Output)
                : null;
        }
        catch (JsonException)
        {
            // The output is malformed, which matters less than the status of the run.
            return null;
        }
    }

    // Of a string, or of the first text in an object.
    private static string? TextOf(RawJson error)
    {
        if (error.GetString() is { } text)
        {
            return NullIfBlank(text);
        }

        foreach (var name in TextNames)
        {
            if (error.TryGetProperty(name, out var value) && NullIfBlank(value.GetString()) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
