namespace QuickStart;

/// <summary>The error in the output of a failed run.</summary>
internal sealed record RunError(string? NodeId, string? Message);
