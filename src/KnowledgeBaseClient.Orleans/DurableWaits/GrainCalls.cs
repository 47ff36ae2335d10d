namespace KnowledgeBaseClient;

internal static class GrainCalls
{
    // The storage that the application has chosen.
    public const string StorageName = "KnowledgeBaseFleet";

    // The caller may lack the assembly of an exception of the storage.
    public static async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(true);
        }
        catch (Exception failure) when (failure.GetType() != typeof(OrleansException))
        {
            throw new OrleansException($"The durable waits cannot be stored: {Sentence.End(failure.Message)}");
        }
    }
}
