namespace KnowledgeBaseClient.Benchmarks;

/// <summary>How large an answer is: so many runs, of workflows with so many nodes, each with a prompt of so many characters.</summary>
internal sealed record RunsSize(string Name, int Runs, int Nodes, int PromptLength)
{
    /// <summary>3 KB.</summary>
    public static RunsSize Small { get; } = new("S", 1, 1, 380);

    /// <summary>1.1 MB.</summary>
    public static RunsSize Medium { get; } = new("M", 200, 3, 83);

    /// <summary>60 MB.</summary>
    public static RunsSize Large { get; } = new("L", 1000, 32, 209);

    public static IReadOnlyList<RunsSize> All { get; } = [Small, Medium, Large];

    /// <summary>The path that answers with all of the runs.</summary>
    public string Path => $"/v1/knowledge-bases/{Name}/runs";

    /// <summary>The run that is looked up by its id.</summary>
    public string WantedId => RunText.IdOf(Runs / 2);
}
