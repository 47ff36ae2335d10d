using System.Diagnostics;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>Configures a client: its API key, the address of the service, timeouts, retries, limits and polling.</summary>
/// <remarks>A client copies its options when it is created, so later changes have no effect on it. Instances are not thread-safe.</remarks>
public sealed class KnowledgeBaseClientOptions
{
    /// <summary>Gets or sets the API key.</summary>
    /// <value>
    /// 8 to 4096 visible ASCII characters. The default is the environment variable <c>KNOWLEDGE_BASE_API_KEY</c>; a keyed client has no
    /// default. Ignored when <see cref="ApiKeyProvider"/> is set.
    /// </value>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    [JsonIgnore]
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets a function that returns the API key.</summary>
    /// <value>
    /// The default is <see langword="null"/>. Takes precedence over <see cref="ApiKey"/> and must return a key in the same format. The
    /// function is called once per attempt, so a rotated key takes effect immediately. After a 401 it is called once more, and another key
    /// is tried once. It must be thread-safe. Waits and watches share one poller, which calls it outside the context of every caller:
    /// without their <see cref="AsyncLocal{T}"/> values, their <see cref="Activity"/> and their synchronization context.
    /// </value>
    [JsonIgnore]
    public Func<CancellationToken, ValueTask<string>>? ApiKeyProvider { get; set; }

    /// <summary>Gets or sets the address of the service.</summary>
    /// <value>
    /// The default is the environment variable <c>KNOWLEDGE_BASE_URL</c>, or else <c>NOXUS_BACKEND_URL</c>, or else
    /// <c>https://backend.noxus.ai</c>. At most 1024 characters, without user name, query or fragment. A path is kept: requests go to
    /// <c>{address}/v1/…</c>. The path must not begin with two slashes or end in <c>/v1</c>.
    /// </value>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// Gets or sets the timeout of each attempt: the longest time until the response headers arrive and, while the body is read, the
    /// longest time without receiving data.
    /// </summary>
    /// <value>
    /// The default is 100 seconds: the service builds the whole list before it sends the headers (observed, not documented by the service).
    /// Positive and at most 1 day, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Gets or sets how long a call may take, including all its requests, attempts and retry delays; for a stream, until the first run
    /// of each response.
    /// </summary>
    /// <value>The default is 300 seconds. Positive and at most 1 day, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>Gets or sets the maximum number of retries of a request after transient failures.</summary>
    /// <value>The default is 3. From 0 to 100.</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Gets or sets the longest delay before a retry.</summary>
    /// <value>
    /// The default is 30 seconds. Positive and at most 1 day. If the service requests a longer delay with <c>Retry-After</c>, the call
    /// fails immediately.
    /// </value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the maximum number of run ids in one request.</summary>
    /// <value>
    /// The default is 100. At least 1. A request carries fewer ids where its URL would reach 8 KB, and only one once the service turns out
    /// not to split ids at commas.
    /// </value>
    public int MaxRunIdsPerRequest { get; set; } = 100;

    /// <summary>Gets or sets the maximum size of one response; for a stream, the maximum size of one run.</summary>
    /// <value>In bytes after decompression. The default is 1,073,741,824 (1 GiB). At least 1.</value>
    public long MaxResponseBytes { get; set; } = 1L << 30;

    /// <summary>Gets or sets the name of the application, which is sent in the <c>User-Agent</c> header.</summary>
    /// <value>
    /// The default is <see langword="null"/>: only the name of this library is sent. A name without spaces, or a name and a version, such
    /// as <c>Indexer/2.1</c>.
    /// </value>
    public string? ApplicationName { get; set; }

    /// <summary>Gets or sets a value indicating whether the API key may be sent over plain http to another machine.</summary>
    /// <value>
    /// The default is <see langword="false"/>. Plain http to the local machine is always allowed: to
    /// <c>localhost</c>, names that end in <c>.localhost</c>, and loopback addresses.
    /// </value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Gets or sets how often waits and watches poll the service.</summary>
    /// <value>By default every second after a change, slowing down to every 15 seconds while nothing changes. Never null.</value>
    public PollingOptions Polling { get; set; } = new();

    // The path of the configuration section that these options were bound from, for validation messages.
    internal string? ConfigurationPath { get; set; }

    // False for a keyed client, which must not pick up the API key of another client from the environment.
    internal bool KeyFromEnvironment { get; set; } = true;

    // The entries of that section that set no option.
    internal IReadOnlyList<UnknownSetting> UnknownSettings { get; set; } = [];

    internal KnowledgeBaseClientOptions Clone()
    {
        var clone = (KnowledgeBaseClientOptions)MemberwiseClone();
        clone.Polling = Polling?.Clone()!;
        return clone;
    }
}
