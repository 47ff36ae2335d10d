using System.Diagnostics;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>How a client reaches the service, and how long it tries.</summary>
/// <remarks>
/// A client takes a copy when it is made: changes after that have no effect on it. Not thread-safe while it is being set.
/// </remarks>
public sealed class KnowledgeBaseClientOptions
{
    /// <summary>The API key.</summary>
    /// <value>
    /// By default, from the environment variable <c>KNOWLEDGE_BASE_API_KEY</c>; a keyed client has no default. 8 to 4096 visible ASCII
    /// characters. Not used when <see cref="ApiKeyProvider"/> is set.
    /// </value>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    [JsonIgnore]
    public string? ApiKey { get; set; }

    /// <summary>Gives the API key, asked once per attempt, so that a rotated key is used at once.</summary>
    /// <value>By default null. Takes precedence over <see cref="ApiKey"/>. It has to be thread-safe.</value>
    [JsonIgnore]
    public Func<CancellationToken, ValueTask<string>>? ApiKeyProvider { get; set; }

    /// <summary>The address of the service. A path in it is kept: requests go to <c>{address}/v1/…</c>.</summary>
    /// <value>
    /// By default, from the environment variable <c>KNOWLEDGE_BASE_URL</c>, or else <c>NOXUS_BACKEND_URL</c>, or else
    /// <c>https://backend.noxus.ai</c>. Without user name, query and fragment; its path must not begin with two slashes.
    /// </value>
    public Uri? BaseAddress { get; set; }

    /// <summary>How long one attempt may take until the answer's headers are there, and the longest silence within its body.</summary>
    /// <value>By default 30 seconds. Positive, at most a day, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take, all its requests, attempts and pauses included; for a stream, until its first run.</summary>
    /// <value>By default 120 seconds. Positive, at most a day, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a request is tried again after a failure that may pass.</summary>
    /// <value>By default 3. From 0 to 100.</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The longest pause before an attempt. A service that asks for a longer one ends the call at once.</summary>
    /// <value>By default 30 seconds. Positive, at most a day.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many run ids one request carries at most; fewer where its URL would reach 8 KB.</summary>
    /// <value>By default 100. At least 1.</value>
    public int MaxRunIdsPerRequest { get; set; } = 100;

    /// <summary>How large one answer may be; for a stream, how large one run may be.</summary>
    /// <value>In bytes, by default 1,073,741,824 (1 GiB). At least 1.</value>
    public long MaxResponseBytes { get; set; } = 1L << 30;

    /// <summary>The name of your application, sent along in <c>User-Agent</c>.</summary>
    /// <value>By default null: only this library's name is sent. A name, or a name and a version, such as <c>Indexer/2.1</c>.</value>
    public string? ApplicationName { get; set; }

    /// <summary>Whether the key may go over plain http to an address that is not this machine.</summary>
    /// <value>By default <see langword="false"/>.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>How often runs are asked for while someone waits for them or watches them.</summary>
    /// <value>By default every second after a change, growing to every 15 seconds while nothing changes.</value>
    public PollingOptions Polling { get; set; } = new();

    // Where in the configuration these come from, so that a complaint can say what to set there.
    internal string? ConfigurationPath { get; set; }

    // Whether the API key may come from the environment. One of several clients must not take another's key by accident.
    internal bool KeyFromEnvironment { get; set; } = true;

    internal KnowledgeBaseClientOptions Clone()
    {
        var clone = (KnowledgeBaseClientOptions)MemberwiseClone();
        clone.Polling = Polling?.Clone()!;
        return clone;
    }
}
