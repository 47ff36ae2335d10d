namespace KnowledgeBaseClient;

/// <summary>
/// An attempt took longer than <see cref="KnowledgeBaseClientOptions.AttemptTimeout"/>, or the whole call longer than
/// <see cref="KnowledgeBaseClientOptions.TotalTimeout"/>. The caller's own cancellation is never this.
/// </summary>
public sealed class KnowledgeBaseTimeoutException : KnowledgeBaseException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What was seen last before the time was up.</param>
    public KnowledgeBaseTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The limit that was reached.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How many attempts were made, the first one included.</summary>
    public int Attempts { get; init; } = 1;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
