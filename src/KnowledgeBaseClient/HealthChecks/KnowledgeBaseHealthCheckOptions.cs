namespace KnowledgeBaseClient;

/// <summary>Options of the health check of a knowledge base.</summary>
/// <remarks>Not thread-safe. They are copied when the check is added.</remarks>
public sealed class KnowledgeBaseHealthCheckOptions
{
    /// <summary>Gets or sets the service key of the client to check.</summary>
    /// <value>The default is <see langword="null"/>: the client that is registered without a key.</value>
    public string? ServiceKey { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the check sends no request and reports what the polls of waits and watches see.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>: each check requests one run, with the retries of the client. If <see langword="true"/>, the
    /// check is healthy while no wait or watch polls the knowledge base, unless polls have failed within the last
    /// <see cref="OutageTimeout"/>.
    /// </value>
    public bool IsPassive { get; set; }

    /// <summary>Gets or sets how long the call of the check may take, with its retries, before the result is degraded.</summary>
    /// <value>The default is 5 seconds. Not negative.</value>
    public TimeSpan DegradedAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long polls may fail before the result is unhealthy. Until then, it is degraded.</summary>
    /// <value>The default is 5 minutes, like <see cref="WaitOptions.OutageTimeout"/>. Not negative.</value>
    public TimeSpan OutageTimeout { get; set; } = TimeSpan.FromMinutes(5);

    internal KnowledgeBaseHealthCheckOptions Clone() => (KnowledgeBaseHealthCheckOptions)MemberwiseClone();
}
