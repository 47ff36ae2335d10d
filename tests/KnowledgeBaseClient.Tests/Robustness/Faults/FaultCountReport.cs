using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Writes the number of tried faults to a file, because <c>dotnet test</c> does not show the console output of a test.</summary>
[SetUpFixture]
public sealed class FaultCountReport
{
    [OneTimeTearDown]
    public void WriteFile() =>
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "faults-tried.txt"), $"faults tried {FaultCount.Tried}\n");
}
