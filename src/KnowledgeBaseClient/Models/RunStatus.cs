using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The status of a run, exactly as the service sent it: one of the known statuses, or another one.</summary>
/// <remarks>
/// An unknown status is kept unchanged and is never an error: the service sends statuses that its API reference does not list (observed,
/// not documented). Two statuses are equal if their texts are equal; letter case matters. Immutable and thread-safe.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
[TypeConverter(typeof(RunStatusTypeConverter))]
public readonly struct RunStatus : IEquatable<RunStatus>, IParsable<RunStatus>
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

    /// <summary>Gets the status of a run that waits until a person acts. It is not terminal, but a wait returns the run.</summary>
    /// <remarks>Observed, not documented by the service.</remarks>
    public static RunStatus AwaitingHumanFeedback { get; } = new("awaiting_human_feedback");

    /// <summary>Gets the text of the status as the service sent it.</summary>
    /// <value>Never null. Empty for <c>default(RunStatus)</c>, and for a run whose status the service sent as an empty string.</value>
    public string Value => Text ?? "";

    /// <summary>Gets the status as an enumeration value, for a <c>switch</c>.</summary>
    /// <value><see cref="RunStatusKind.Unknown"/> for a status that this library does not know.</value>
    public RunStatusKind Kind => Value switch
    {
        "queued" => RunStatusKind.Queued,
        "running" => RunStatusKind.Running,
        "failed" => RunStatusKind.Failed,
        "completed" => RunStatusKind.Completed,
        "stopped" => RunStatusKind.Stopped,
        "awaiting_human_feedback" => RunStatusKind.AwaitingHumanFeedback,
        _ => RunStatusKind.Unknown,
    };

    /// <summary>Gets a value indicating whether this library knows the status.</summary>
    /// <value><see langword="true"/> unless <see cref="Kind"/> is <see cref="RunStatusKind.Unknown"/>.</value>
    public bool IsKnown => Kind != RunStatusKind.Unknown;

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

    /// <summary>Returns the status with this text.</summary>
    /// <param name="text">
    /// The text. The known statuses are recognized in any letter case; any other text is kept. Surrounding white space is removed.
    /// </param>
    /// <returns>The status.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="text"/> is empty or white space.</exception>
    public static RunStatus Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var status)
            ? status
            : throw new FormatException("A run status is empty: use a status such as 'failed', or leave it out.");
    }

    /// <summary>Returns whether a text is a status, and the status.</summary>
    /// <param name="text">
    /// The text. The known statuses are recognized in any letter case; any other text is kept. Surrounding white space is removed.
    /// </param>
    /// <param name="status">The status; <c>default</c> if the text is null, empty or white space.</param>
    /// <returns><see langword="false"/> if the text is null, empty or white space.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunStatus status)
    {
        status = string.IsNullOrWhiteSpace(text) ? default : FromText(text.Trim());
        return status.Text is not null;
    }

    // Explicit, because a status does not depend on a culture.
    static RunStatus IParsable<RunStatus>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<RunStatus>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RunStatus result) =>
        TryParse(s, out result);

    // Unlike the constructor, accepts an empty or white-space status, because the status of a response is kept unchanged.
    internal static RunStatus FromJson(string text) => new() { Text = text };

    private static RunStatus FromText(string text)
    {
        var lower = new RunStatus(text.ToLowerInvariant());
        return lower.IsKnown ? lower : new RunStatus(text);
    }

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
