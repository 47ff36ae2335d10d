namespace TestYourCode;

/// <summary>The ticket system of the application.</summary>
public interface ITickets
{
    /// <summary>Opens a ticket, so that a person looks at the run.</summary>
    Task OpenAsync(string runId, string reason, CancellationToken cancellationToken);
}
