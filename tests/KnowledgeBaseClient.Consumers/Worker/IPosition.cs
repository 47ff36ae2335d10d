namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>Stores up to which time the worker has handled finished runs.</summary>
internal interface IPosition
{
    Task<DateTimeOffset?> LoadAsync(CancellationToken cancellationToken);

    Task SaveAsync(DateTimeOffset position, CancellationToken cancellationToken);
}
