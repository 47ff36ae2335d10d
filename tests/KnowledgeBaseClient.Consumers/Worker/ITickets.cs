namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>The ticket system of the application.</summary>
internal interface ITickets
{
    /// <summary>
    /// Opens a ticket. Does nothing if there is a ticket for the same run, because a run can be reported again after a restart.
    /// </summary>
    Task OpenAsync(Ticket ticket, CancellationToken cancellationToken);
}
