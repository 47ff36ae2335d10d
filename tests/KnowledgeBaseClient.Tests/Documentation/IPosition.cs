namespace DocumentationSnippets;

/// <summary>The stored position of a worker in the examples.</summary>
internal interface IPosition
{
    Task<DateTimeOffset?> LoadAsync(CancellationToken cancellationToken);

    Task SaveAsync(DateTimeOffset position, CancellationToken cancellationToken);
}
