#if NET10_0_OR_GREATER
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Not NUnit's Assert: NUnit records a failed assertion even if it is caught, and CsCheck causes failures on purpose while it shrinks.
internal static class PropertyAssert
{
    // For an exception, pass the exception itself: it is formatted only if the check fails, and formatting a stack trace is slow.
    public static void That(bool condition, object? problem)
    {
        if (!condition)
        {
            throw new AssertionException($"{problem}");
        }
    }

    public static void SequenceEqual(IReadOnlyList<string> actual, IReadOnlyList<string> expected, string what)
    {
        if (!actual.SequenceEqual(expected, StringComparer.Ordinal))
        {
            throw new AssertionException($"{what}: {string.Join(" | ", actual)} instead of {string.Join(" | ", expected)}");
        }
    }
}
#endif
