namespace KnowledgeBaseClient;

internal static class WaitStorage
{
    // A type that every caller knows: it may lack the assembly of an exception of the storage.
    public static async Task WriteAsync(Func<Task> write, Func<string, string> redact)
    {
        try
        {
            await write().ConfigureAwait(true);
        }
        catch (Exception failure)
        {
            throw new OrleansException($"The storage failed: {Sentence.End(ErrorText.OfCause(failure, redact))}");
        }
    }
}
