namespace TestYourCode;

/// <summary>The search index of the application.</summary>
public interface ISearchIndex
{
    /// <summary>Makes the documents of a run searchable.</summary>
    Task AddAsync(string runId, CancellationToken cancellationToken);
}
