namespace QuickStart;

/// <summary>What a failed run's output tells of its error.</summary>
internal sealed record RunError(string? NodeId, string? Message);
