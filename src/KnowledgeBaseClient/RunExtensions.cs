namespace KnowledgeBaseClient;

/// <summary>Extension methods for runs.</summary>
public static class RunExtensions
{
    /// <summary>Returns these runs if all of them completed, and throws otherwise.</summary>
    /// <param name="runs">The runs, for example those that a wait returned.</param>
    /// <returns>The same runs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    /// <exception cref="RunFailedException">
    /// At least one run failed, was stopped or has not finished yet. The exception names all of them.
    /// </exception>
    public static IReadOnlyList<Run> EnsureCompleted(this IEnumerable<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var all = runs as IReadOnlyList<Run> ?? [.. runs];
        List<Run> failed = [.. all.Where(run => run.Status != RunStatus.Completed)];
        return failed.Count == 0 ? all : throw new RunFailedException(failed);
    }
}
