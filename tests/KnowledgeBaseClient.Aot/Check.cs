namespace KnowledgeBaseClient.Aot;

/// <summary>One use of the library.</summary>
/// <param name="Name">What is called, and how.</param>
/// <param name="RunAsync">Throws if a result is wrong.</param>
internal sealed record Check(string Name, Func<Task> RunAsync)
{
    /// <summary>Throws if the values differ.</summary>
    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CheckFailedException($"Expected {expected}, but was {actual}.");
        }
    }

    /// <summary>Returns the exception of this type that the call throws. Throws if it throws none or one of another type.</summary>
    public static async Task<T> ThrowsAsync<T>(Func<Task> call)
        where T : Exception
    {
        try
        {
            await call();
        }
        catch (T expected) when (expected.GetType() == typeof(T))
        {
            return expected;
        }

        throw new CheckFailedException($"Expected {typeof(T)}, but the call succeeded.");
    }
}
