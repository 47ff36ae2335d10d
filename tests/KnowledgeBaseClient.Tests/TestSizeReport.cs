using NUnit.Framework;

namespace KnowledgeBaseClient.Tests;

/// <summary>
/// Reports a reduced run in the output of <c>dotnet test</c>. The project file prints a message too, because not every logger shows it.
/// </summary>
[SetUpFixture]
public sealed class TestSizeReport
{
    [OneTimeSetUp]
    public static void Report()
    {
        if (!TestSize.Current.IsFull)
        {
            TestContext.Progress.WriteLine(
                $"{TestSize.FullVariable} is not set, so the property tests and the fault matrix run in reduced form "
                + $"(seed {TestSize.Current.Seed}).");
        }
    }
}
