using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

/// <summary>The client for the runs of knowledge bases.</summary>
/// <remarks>
/// Thread-safe, and made to live as long as the application: it keeps its connections. With dependency injection,
/// <c>services.AddKnowledgeBaseClient()</c> makes it; its constructors do the same without.
/// </remarks>
public sealed partial class RunsClient : IRunsClient, IDisposable
{
    private readonly ClientSettings _settings;
    private readonly RequestPlanner _plan;
    private readonly RunsEndpoint _endpoint;
    private readonly RunWaiter _waits;
    private readonly TimeProvider _time;
    private readonly IDisposable? _owned;
    private readonly CancellationTokenSource _disposed = new();

    /// <summary>Makes a client with an API key, for everything else with the environment's settings or the defaults.</summary>
    /// <param name="apiKey">The API key.</param>
    /// <exception cref="ArgumentException">The key, or the address from the environment, cannot be used: the message says why.</exception>
    public RunsClient(string apiKey)
        : this(new KnowledgeBaseClientOptions { ApiKey = apiKey ?? throw new ArgumentNullException(nameof(apiKey)) })
    {
    }

    /// <summary>Makes a client.</summary>
    /// <param name="options">The options. What is not set in them comes from the environment, or is the default.</param>
    /// <param name="handler">
    /// What sends the requests, for a proxy or a test; null for the usual one. It sees the API key, is told not to follow redirects, and is not
    /// disposed with the client. Requests ask for compressed answers: one that unpacks them must take their <c>Content-Encoding</c> away.
    /// </param>
    /// <param name="loggerFactory">Where to log attempts that failed; null for nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts and pauses; null for the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">The options cannot be used: the message says what to set.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="handler"/> follows redirects and cannot be told not to, being in use already.</exception>
    public RunsClient(
        KnowledgeBaseClientOptions options,
        HttpMessageHandler? handler = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
        : this(ClientServices.WithoutInjection(options, handler, loggerFactory, timeProvider))
    {
    }

    internal RunsClient(ClientServices parts)
    {
        _settings = parts.Settings;
        _time = parts.Time;
        _owned = parts.Owned;
        _plan = new RequestPlanner(parts.Settings);
        _endpoint = new RunsEndpoint(parts);
        _waits = new RunWaiter(
            new PollerParts(_endpoint, _plan, parts.Settings, parts.Time, parts.Random, parts.Logger, _disposed.Token));
    }

    /// <summary>Makes a client with the settings of the environment: <c>KNOWLEDGE_BASE_API_KEY</c>, and <c>KNOWLEDGE_BASE_URL</c> or else <c>NOXUS_BACKEND_URL</c>.</summary>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentException">A variable is missing or cannot be used: the message says which.</exception>
    public static RunsClient FromEnvironment() => new(new KnowledgeBaseClientOptions());

    /// <inheritdoc/>
    public Task<IReadOnlyList<Run>> ListAsync(string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        ListAsync(knowledgeBaseId, filter, RunReader.CopyRun, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        ListAsync(knowledgeBaseId, filter, RunReader.ReadSummary, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Run> StreamAsync(string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);

        // The caller's collection of ids may be another by the time the stream is enumerated.
        filter = filter is { RunIds: { } ids } ? filter with { RunIds = [.. ids] } : filter;
        return StreamAsync(_plan.For(knowledgeBaseId, filter), filter, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken = default)
    {
        Identifier.CheckRunId(runId, nameof(runId));
        var runs = await ListAsync(knowledgeBaseId, new RunFilter { RunIds = [runId] }, cancellationToken).ConfigureAwait(false);
        return runs.Count == 0 ? null : runs[0];
    }

    /// <summary>Ends the calls under way with <see cref="ObjectDisposedException"/> and closes the connections.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        _owned?.Dispose();
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string knowledgeBaseId, RunFilter? filter, Func<RawJson, T> read, CancellationToken cancellationToken)
        where T : RunSummary
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        var requests = _plan.For(knowledgeBaseId, filter);
        using var selection = new RunSelection(filter);
        List<T>? runs = null;

        using var scope = new CallContext(_time, _settings.TotalTimeout, _disposed.Token, cancellationToken);
        try
        {
            foreach (var request in requests)
            {
                List<T> answer;
                try
                {
                    answer = await _endpoint.ListAsync(request, read, scope).ConfigureAwait(false);
                }
                catch (KnowledgeBaseException failure) when (_endpoint.ShouldRetry(failure, scope))
                {
                    answer = await _endpoint.ListAgainAsync(request, read, failure, scope).ConfigureAwait(false);
                }

                selection.Filter(answer);
                if (runs is null)
                {
                    runs = answer;
                }
                else
                {
                    runs.AddRange(answer);
                }
            }
        }
        catch (OperationCanceledException) when (scope.Token.IsCancellationRequested)
        {
            throw scope.Explain();
        }

        return runs ?? [];
    }

    private async IAsyncEnumerable<Run> StreamAsync(
        IReadOnlyList<RunsRequest> requests, RunFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        using var selection = new RunSelection(filter);
        using var scope = new CallContext(_time, _settings.TotalTimeout, _disposed.Token, cancellationToken);

        foreach (var request in requests)
        {
            scope.RestartDeadline();
            var (run, answer) = await Explained(scope, _endpoint.OpenAsync(request, RunReader.CopyRun, scope)).ConfigureAwait(false);
            await using var _ = answer.ConfigureAwait(false);
            scope.LiftDeadline();

            while (run is not null)
            {
                if (selection.Accepts(run))
                {
                    yield return run;
                }

                // Runs that have arrived already are not given out any more.
                if (scope.Token.IsCancellationRequested)
                {
                    throw scope.Explain();
                }

                run = await Explained(scope, answer.NextAsync().AsTask()).ConfigureAwait(false);
            }
        }
    }

    private static async Task<T> Explained<T>(CallContext scope, Task<T> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (scope.Token.IsCancellationRequested)
        {
            throw scope.Explain();
        }
    }
}
