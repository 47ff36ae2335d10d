using System.Text;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The size of a list: the number of runs, nodes per workflow and characters per prompt of a node.</summary>
internal sealed record RunsSize(string Name, int Runs, int Nodes, int PromptLength)
{
    /// <summary>3 KB.</summary>
    public static RunsSize Small { get; } = new("S", 1, 1, 380);

    /// <summary>1.1 MB.</summary>
    public static RunsSize Medium { get; } = new("M", 200, 3, 83);

    /// <summary>60 MB.</summary>
    public static RunsSize Large { get; } = new("L", 1000, 32, 209);

    public static IReadOnlyList<RunsSize> All { get; } = [Small, Medium, Large];

    /// <summary>The path that lists all runs.</summary>
    public string Path => $"/v1/knowledge-bases/{Name}/runs";

    /// <summary>The id of the run to find.</summary>
    public string FoundId => RunJson.IdOf(Runs / 2);

    public void AddRuns(SimulatedKnowledgeBase knowledgeBase)
    {
        for (var number = 0; number < Runs; number++)
        {
            knowledgeBase.SetRunJson(Encoding.UTF8.GetString(RunJson.Create(this, number)));
        }
    }
}
