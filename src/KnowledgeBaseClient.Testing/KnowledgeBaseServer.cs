using System.Collections.Concurrent;
using System.Text;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace KnowledgeBaseClient.Testing;

/// <summary>A fake server that serves the runs of knowledge bases over real HTTP on a free loopback port. Thread-safe.</summary>
public sealed class KnowledgeBaseServer : IDisposable
{
    /// <summary>The API key that the fake server expects by default. It is not a real key.</summary>
    public const string DefaultApiKey = "fake-api-key-for-tests-only";

    private static readonly int[] StatusesWithoutBody = [204, 205, 304];
    private static readonly string[] HeadersSetByServer = ["Content-Length", "Content-Type", "Date", "Transfer-Encoding"];

    private readonly object _lock = new();
    private readonly Queue<FakeResponse> _queued = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly ConcurrentDictionary<string, Func<IReadOnlyList<StoredRun>>> _runs = new(StringComparer.Ordinal);
    private readonly FakeRunsRoute _route;
    private readonly WireMockServer _server;
    private int _disposed;

    private KnowledgeBaseServer(string apiKey)
    {
        ApiKey = apiKey;
        _route = new FakeRunsRoute(apiKey, (knowledgeBaseId, _) => _runs.TryGetValue(knowledgeBaseId, out var runs) ? runs() : null);
        _server = WireMockServer.Start(new WireMockServerSettings
        {
            Urls = ["http://127.0.0.1:0"],
            Logger = new WireMockNullLogger(),
            MaxRequestLogCount = 0,
            DisableJsonBodyParsing = true,
            DisableRequestBodyDecompressing = true,
            DisableDeserializeFormUrlEncoded = true,
        });
        BaseAddress = new Uri($"http://127.0.0.1:{_server.Port}/");
        _server.Given(Request.Create().WithPath(_ => true).UsingAnyMethod()).RespondWith(new FakeResponseProvider(Respond));
    }

    /// <summary>Gets the base address to configure a client with.</summary>
    /// <value>An <c>http</c> address on 127.0.0.1 with a free port and a trailing slash.</value>
    public Uri BaseAddress { get; }

    /// <summary>Gets the API key that requests must send in <c>X-API-Key</c>.</summary>
    /// <value>The key passed to <see cref="Start"/>. The default is <see cref="DefaultApiKey"/>.</value>
    public string ApiKey { get; }

    /// <summary>Gets a snapshot of the requests received so far, in order of arrival.</summary>
    /// <value>All requests, including those that got a queued response or were rejected. Later requests do not change the list.</value>
    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts a fake server without knowledge bases. It accepts requests when this method returns.</summary>
    /// <param name="apiKey">The API key that requests must send.</param>
    /// <returns>The running fake server. The caller must dispose it.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="apiKey"/> is not 8 to 4096 visible ASCII characters, which the client requires.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="apiKey"/> is null.</exception>
    public static KnowledgeBaseServer Start(string apiKey = DefaultApiKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiKey);
        if (apiKey.Length is < 8 or > 4096 || apiKey.Any(character => character is < '!' or > '~'))
        {
            throw new ArgumentException(
                "The API key must be 8 to 4096 visible ASCII characters, as the client requires.", nameof(apiKey));
        }

        return new KnowledgeBaseServer(apiKey);
    }

    /// <summary>Creates a knowledge base with these runs, or replaces its runs. Takes effect with the next request.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base, unescaped.</param>
    /// <param name="runsJson">A JSON array of runs. Responses list them in this order, each with its JSON text unchanged.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="knowledgeBaseId"/> is empty, or <paramref name="runsJson"/> is not an array of objects with a string <c>id</c> and
    /// <c>status</c>.
    /// </exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void SetRuns(string knowledgeBaseId, string runsJson)
    {
        ArgumentException.ThrowIfNullOrEmpty(knowledgeBaseId);
        ArgumentNullException.ThrowIfNull(runsJson);
        var runs = StoredRun.ParseList(runsJson, nameof(runsJson));
        _runs[knowledgeBaseId] = () => runs;
    }

    /// <summary>Creates a knowledge base whose runs change over time, or replaces its runs. Takes effect with the next request.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base, unescaped.</param>
    /// <param name="runsJson">
    /// A thread-safe function that returns the current runs as a JSON array. It is called once for each request that lists the runs.
    /// If it throws or returns anything but a list of runs, the request fails with status 500.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void SetRuns(string knowledgeBaseId, Func<string> runsJson)
    {
        ArgumentException.ThrowIfNullOrEmpty(knowledgeBaseId);
        ArgumentNullException.ThrowIfNull(runsJson);
        _runs[knowledgeBaseId] = () => StoredRun.ParseList(runsJson(), nameof(runsJson));
    }

    /// <summary>Queues a response for one request, regardless of its path and API key. Queued responses are used in order.</summary>
    /// <param name="statusCode">The HTTP status code, 200 to 599.</param>
    /// <param name="body">The body, sent as UTF-8.</param>
    /// <param name="contentType">The value of the <c>Content-Type</c> header, or an empty string to omit the header.</param>
    /// <param name="headers">Additional response headers, such as <c>Retry-After</c>.</param>
    /// <exception cref="ArgumentException">
    /// A body is given for a status that does not allow one, or <paramref name="headers"/> contains a header that the server sets itself.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="contentType"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="statusCode"/> is less than 200 or greater than 599.</exception>
    public void RespondOnce(
        int statusCode, string body = "", string contentType = "application/json", IReadOnlyDictionary<string, string>? headers = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(contentType);
        if (body.Length > 0 && StatusesWithoutBody.Contains(statusCode))
        {
            throw new ArgumentException($"A response with status {statusCode} cannot have a body.", nameof(body));
        }

        var copy = new Dictionary<string, string>(headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
        if (HeadersSetByServer.FirstOrDefault(copy.ContainsKey) is { } reserved)
        {
            throw new ArgumentException($"The header {reserved} is set by the server. Remove it from the headers.", nameof(headers));
        }

        lock (_lock)
        {
            _queued.Enqueue(new FakeResponse(statusCode, Encoding.UTF8.GetBytes(body), contentType, copy));
        }
    }

    /// <summary>Stops the fake server and frees its port. Later calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _server.Stop();
            _server.Dispose();
        }
    }

    private FakeResponse Respond(ReceivedRequest request)
    {
        // One lock for both, so that queued responses are used in the order in which requests are listed.
        lock (_lock)
        {
            _requests.Add(request);
            if (_queued.TryDequeue(out var queued))
            {
                return queued;
            }
        }

        return _route.Respond(request);
    }
}
