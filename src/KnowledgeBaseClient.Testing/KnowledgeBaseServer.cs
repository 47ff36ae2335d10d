using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace KnowledgeBaseClient.Testing;

/// <summary>
/// A stand-in for the service, reachable over real HTTP on a free loopback port until it is disposed; every member is thread-safe.
/// </summary>
public sealed class KnowledgeBaseServer : IDisposable
{
    /// <summary>The key that the stand-in expects unless another is given; it opens nothing else.</summary>
    public const string DefaultApiKey = "fake-api-key-for-tests-only";

    private static readonly int[] StatusesWithoutBody = [204, 205, 304];
    private static readonly string[] HeadersOfTheServer = ["Content-Length", "Content-Type", "Date", "Transfer-Encoding"];

    private readonly object _lock = new();
    private readonly Queue<FakeResponse> _scripted = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly FakeRunsRoute _endpoint;
    private readonly WireMockServer _server;
    private int _disposed;

    private KnowledgeBaseServer(string apiKey)
    {
        ApiKey = apiKey;
        _endpoint = new FakeRunsRoute(apiKey);
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

    /// <summary>Gets the address to configure a client with.</summary>
    /// <value>Plain HTTP on 127.0.0.1 and a free port, with a slash at its end.</value>
    public Uri BaseAddress { get; }

    /// <summary>Gets the key that requests must send in <c>X-API-Key</c>.</summary>
    /// <value>What was given to <see cref="Start"/>, by default <see cref="DefaultApiKey"/>.</value>
    public string ApiKey { get; }

    /// <summary>Gets a snapshot of the requests received so far, in the order of their arrival.</summary>
    /// <value>A list that later requests do not change; scripted and refused requests are part of it.</value>
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

    /// <summary>Starts a stand-in without any knowledge base, ready for requests when this returns.</summary>
    /// <param name="apiKey">The key that requests must send.</param>
    /// <returns>The running stand-in, to be disposed by the caller.</returns>
    /// <exception cref="ArgumentException"><paramref name="apiKey"/> is empty or has characters other than visible ASCII.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="apiKey"/> is null.</exception>
    public static KnowledgeBaseServer Start(string apiKey = DefaultApiKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiKey);
        if (apiKey.Any(character => character is < '!' or > '~'))
        {
            throw new ArgumentException("The key must be visible ASCII: no other key can arrive in a header.", nameof(apiKey));
        }

        return new KnowledgeBaseServer(apiKey);
    }

    /// <summary>Creates a knowledge base with these runs, or replaces its runs, from the next request on.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base, unescaped.</param>
    /// <param name="runsJson">A JSON array of runs; each is answered in its place, its text exactly as given.</param>
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
        _endpoint.SetRuns(knowledgeBaseId, () => runs);
    }

    /// <summary>Creates a knowledge base whose runs go on, or replaces its runs, from the next request on.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base, unescaped.</param>
    /// <param name="runsJson">
    /// Gives the runs as they are at that moment, as a JSON array, once for each request that is answered with runs; it has to be thread-safe. Where it
    /// throws, or gives no list of runs, the request is answered with status 500.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void SetRuns(string knowledgeBaseId, Func<string> runsJson)
    {
        ArgumentException.ThrowIfNullOrEmpty(knowledgeBaseId);
        ArgumentNullException.ThrowIfNull(runsJson);
        _endpoint.SetRuns(knowledgeBaseId, () => StoredRun.ParseList(runsJson(), nameof(runsJson)));
    }

    /// <summary>Queues an answer that one request gets instead of the regular one, whatever it asks for and whatever its key.</summary>
    /// <param name="statusCode">A final HTTP status, 200 to 599.</param>
    /// <param name="body">The body, sent as UTF-8.</param>
    /// <param name="contentType">The value of <c>Content-Type</c>; the header is left out when this is empty.</param>
    /// <param name="headers">More headers of the answer, such as <c>Retry-After</c>.</param>
    /// <exception cref="ArgumentException">
    /// The status allows no body but one is given, or <paramref name="headers"/> holds a header that the server itself sets.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="contentType"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="statusCode"/> is not within 200 to 599.</exception>
    public void RespondOnce(
        int statusCode, string body = "", string contentType = "application/json", IReadOnlyDictionary<string, string>? headers = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(contentType);
        if (body.Length > 0 && StatusesWithoutBody.Contains(statusCode))
        {
            throw new ArgumentException($"An answer with status {statusCode} has no body.", nameof(body));
        }

        var copy = new Dictionary<string, string>(headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
        if (HeadersOfTheServer.FirstOrDefault(copy.ContainsKey) is { } reserved)
        {
            throw new ArgumentException($"The header {reserved} is set by the server.", nameof(headers));
        }

        lock (_lock)
        {
            _scripted.Enqueue(new FakeResponse(statusCode, body, contentType, copy));
        }
    }

    /// <summary>Stops the stand-in and frees its port; further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _server.Stop();
            _server.Dispose();
        }
    }

    private FakeResponse Respond(ReceivedRequest request, string rawPath)
    {
        // One lock for both, so that scripted answers go out in the very order in which the requests are listed.
        lock (_lock)
        {
            _requests.Add(request);
            if (_scripted.TryDequeue(out var scripted))
            {
                return scripted;
            }
        }

        return _endpoint.Respond(request, rawPath);
    }
}
