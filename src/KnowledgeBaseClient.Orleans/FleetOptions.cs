namespace KnowledgeBaseClient;

/// <summary>How the replicas of an application share the polls, the request budget and the durable waits of one client.</summary>
/// <remarks>All replicas of a cluster set the same values. Not thread-safe: set the options when the application starts.</remarks>
public sealed class FleetOptions
{
    /// <summary>Gets or sets the name of the client in the cluster.</summary>
    /// <value>
    /// The default is the service key of the client, or <c>default</c> for a client without one. Clients with the same name share their
    /// polls, so they must have the same API key and address. Not the API key.
    /// </value>
    public string Name { get; set; } = "";

    /// <summary>Gets or sets how many requests per second the whole cluster may send.</summary>
    /// <value>
    /// At least 1 per second. Null, the default, for no limit. Lists and uploads count as well as polls. Knowledge bases take turns.
    /// </value>
    public int? RequestsPerSecond { get; set; }

    /// <summary>Gets or sets the name of the request budget. Clients with the same name share one budget.</summary>
    /// <value>The default is <see cref="Name"/>. Set it if several clients use one API key. Not the API key.</value>
    public string? BudgetName { get; set; }

    /// <summary>Gets or sets how long the cluster may be out of reach before a replica polls for itself.</summary>
    /// <value>The default is 15 seconds. The replica returns to the cluster by itself.</value>
    public TimeSpan FallbackAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how often a handler of a durable wait may fail before the wait is a dead letter.</summary>
    /// <value>
    /// The default is 10 failures; at least 1. An attempt during which the process ends is a failure, too. A dead letter stays in the list
    /// of waits until it is canceled.
    /// </value>
    public int MaxDeliveryAttempts { get; set; } = 10;

    /// <summary>Gets or sets the delay after the first failure to deliver the result of a durable wait.</summary>
    /// <value>The default is 1 second. It doubles with each failure, and varies at random by up to 20 %.</value>
    public TimeSpan DeliveryRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest delay between two attempts to deliver the result of a durable wait.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan MaxDeliveryRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long a handler may take for one result before its token is canceled.</summary>
    /// <value>
    /// The default is 5 minutes. It counts as a failure. A handler that ignores its token may then be at work twice for one result.
    /// </value>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
