using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>An error handled well: a knowledge base that does not exist.</summary>
internal static class UnknownKnowledgeBase
{
    private const string Id = "00000000-0000-0000-0000-000000000000";

    public static async Task ShowAsync(IRunsClient client, TextWriter output, CancellationToken cancellationToken)
    {
        output.WriteLine();
        output.WriteLine($"Asking about a knowledge base that does not exist, {Id}:");
        try
        {
            await client.ListAsync(Id, cancellationToken: cancellationToken);
            output.WriteLine("  The service lists no runs for it, and no error.");
        }
        catch (KnowledgeBaseNotFoundException error)
        {
            Write(error, output);
            output.WriteLine("  What to do: correct the id. Trying again would not help, so the client has not.");
        }
        catch (KnowledgeBaseApiException error) when (!error.IsTransient)
        {
            // Some installations answer 403 or 422 for an id that is not theirs.
            Write(error, output);
        }
    }

    private static void Write(KnowledgeBaseApiException error, TextWriter output)
    {
        output.WriteLine($"  {error.GetType().Name}: {ColumnText.OneLine(error.Message)}");
        output.WriteLine($"  Status: {(int)error.StatusCode} ({error.StatusCode}), attempts: {error.Attempts}, transient: {(error.IsTransient ? "yes" : "no")}");
    }
}
