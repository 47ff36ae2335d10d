namespace KnowledgeBaseClient.Consumers.UnitTests;

/// <summary>The results of an import.</summary>
internal sealed record ImportResult
{
    public required IReadOnlyList<string> Imported { get; init; }

    /// <summary>Gets why documents were not imported, by document.</summary>
    public required IReadOnlyDictionary<string, string> Failed { get; init; }

    /// <summary>Gets the documents whose runs did not finish in time. They can still be imported later.</summary>
    public required IReadOnlyList<string> Unfinished { get; init; }
}
