namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>A ticket about a failed run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Reason">Why the run failed.</param>
/// <param name="FoundAtStart">Whether the worker found the run failed in its first poll, and did not see it fail.</param>
internal sealed record Ticket(string RunId, string Reason, bool FoundAtStart);
