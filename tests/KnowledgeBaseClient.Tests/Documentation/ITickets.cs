namespace DocumentationSnippets;

/// <summary>A ticket system of the application in the examples.</summary>
internal interface ITickets
{
    Task OpenAsync(string runId, string reason, CancellationToken cancellationToken);
}
