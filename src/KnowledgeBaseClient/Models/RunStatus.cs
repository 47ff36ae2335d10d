using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The status of a run, exactly as the service sent it: one of the five documented ones, or one that this version does not know.</summary>
/// <remarks>
/// An unknown status is kept as it came and is never an error: the service is known to send some that its reference does not list.
/// Two statuses are equal when their texts are, letter case included.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public readonly struct RunStatus : IEquatable<RunStatus>
{
    /// <summary>Makes the status with this text, for a status that has no name here yet.</summary>
    /// <param name="value">The text, as the service writes it.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, empty or white space.</exception>
    public RunStatus(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Text = value;
    }

    /// <summary>The run waits for its turn.</summary>
    public static RunStatus Queued { get; } = new("queued");

    /// <summary>The run is being carried out.</summary>
    public static RunStatus Running { get; } = new("running");

    /// <summary>The run ended with an error. Terminal.</summary>
    public static RunStatus Failed { get; } = new("failed");

    /// <summary>The run ended well. Terminal.</summary>
    public static RunStatus Completed { get; } = new("completed");

    /// <summary>The run was ended by someone before it was done. Terminal.</summary>
    public static RunStatus Stopped { get; } = new("stopped");

    /// <summary>The text that the service sent.</summary>
    /// <value>Never null; empty for <c>default(RunStatus)</c> and for a run whose status the service sent as an empty string.</value>
    public string Value => Text ?? "";

    /// <summary>Whether this is one of the five statuses that the service's reference lists.</summary>
    public bool IsKnown => IsTerminal || this == Queued || this == Running;

    /// <summary>Whether a run with this status has ended for good: failed, completed or stopped.</summary>
    /// <value><see langword="false"/> for every unknown status.</value>
    public bool IsTerminal => this == Failed || this == Completed || this == Stopped;

    // For messages: an empty status would leave a gap in the sentence.
    internal string DisplayText => string.IsNullOrWhiteSpace(Value) ? $"\"{Value}\"" : Value;

    private string? Text { get; init; }

    /// <summary>Whether both have the same text.</summary>
    public static bool operator ==(RunStatus left, RunStatus right) => left.Equals(right);

    /// <summary>Whether the texts differ.</summary>
    public static bool operator !=(RunStatus left, RunStatus right) => !left.Equals(right);

    // Unlike the constructor, accepts a status that is empty or white space: whatever the service sends is kept.
    internal static RunStatus FromJson(string text) => new() { Text = text };

    /// <inheritdoc/>
    public bool Equals(RunStatus other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RunStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text that the service sent.</summary>
    public override string ToString() => Value;
}
