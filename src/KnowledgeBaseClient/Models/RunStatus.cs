using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The status of a run, exactly as the service sent it: one of the five documented statuses, or an unknown one.</summary>
/// <remarks>
/// An unknown status is kept unchanged and is never an error: the service sends statuses that its API reference does not list (observed,
/// not documented), such as <c>awaiting_human_feedback</c>. Two statuses are equal if their texts are equal; letter case matters.
/// Immutable and thread-safe.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public readonly struct RunStatus : IEquatable<RunStatus>
{
    /// <summary>Creates a status from its text, for a status that has no property here.</summary>
    /// <param name="value">The text as the service sends it.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, empty or white space.</exception>
    public RunStatus(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Text = value;
    }

    /// <summary>Gets the status of a run that has not started yet.</summary>
    public static RunStatus Queued { get; } = new("queued");

    /// <summary>Gets the status of a run that is being executed.</summary>
    public static RunStatus Running { get; } = new("running");

    /// <summary>Gets the terminal status of a run that finished with an error.</summary>
    public static RunStatus Failed { get; } = new("failed");

    /// <summary>Gets the terminal status of a run that finished successfully.</summary>
    public static RunStatus Completed { get; } = new("completed");

    /// <summary>Gets the terminal status of a run that was stopped before it completed.</summary>
    public static RunStatus Stopped { get; } = new("stopped");

    /// <summary>Gets the text of the status as the service sent it.</summary>
    /// <value>Never null. Empty for <c>default(RunStatus)</c>, and for a run whose status the service sent as an empty string.</value>
    public string Value => Text ?? "";

    /// <summary>Gets a value indicating whether the API reference lists this status.</summary>
    /// <value><see langword="true"/> for queued, running, failed, completed and stopped.</value>
    public bool IsKnown => IsTerminal || this == Queued || this == Running;

    /// <summary>Gets a value indicating whether a run with this status has finished and cannot change its status any more.</summary>
    /// <value><see langword="true"/> for failed, completed and stopped; <see langword="false"/> for every unknown status.</value>
    public bool IsTerminal => this == Failed || this == Completed || this == Stopped;

    // For messages: an empty status would leave a gap in the sentence.
    internal string DisplayText => string.IsNullOrWhiteSpace(Value) ? "unknown" : Value;

    private string? Text { get; init; }

    /// <summary>Returns whether both statuses have the same text.</summary>
    /// <param name="left">The first status.</param>
    /// <param name="right">The second status.</param>
    /// <returns><see langword="true"/> if the texts are equal.</returns>
    public static bool operator ==(RunStatus left, RunStatus right) => left.Equals(right);

    /// <summary>Returns whether the statuses have different texts.</summary>
    /// <param name="left">The first status.</param>
    /// <param name="right">The second status.</param>
    /// <returns><see langword="true"/> if the texts differ.</returns>
    public static bool operator !=(RunStatus left, RunStatus right) => !left.Equals(right);

    // Unlike the constructor, accepts an empty or white-space status, because the status of a response is kept unchanged.
    internal static RunStatus FromJson(string text) => new() { Text = text };

    /// <inheritdoc/>
    public bool Equals(RunStatus other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RunStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the text of the status as the service sent it.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
