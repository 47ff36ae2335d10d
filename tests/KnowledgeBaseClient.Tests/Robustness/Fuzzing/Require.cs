#if NET10_0_OR_GREATER
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// NUnit would keep a failed assertion in mind even when it is caught, and CsCheck fails on purpose while it shrinks.
internal static class Require
{
    // An exception is better given as it is: to write down where it comes from takes longer than all the rest.
    public static void That(bool condition, object? problem)
    {
        if (!condition)
        {
            throw new AssertionException($"{problem}");
        }
    }

    public static void Same(IReadOnlyList<string> actual, IReadOnlyList<string> expected, string what)
    {
        if (!actual.SequenceEqual(expected, StringComparer.Ordinal))
        {
            throw new AssertionException($"{what}: {string.Join(" | ", actual)} in place of {string.Join(" | ", expected)}");
        }
    }
}
#endif
