using System.Collections.Concurrent;
using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>The replicas of one cluster, and the stand-in that they ask.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    // A wait that has not ended this long after all runs have finished is lost.
    private static readonly TimeSpan WaitMargin = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(50);

    private readonly StorageServer _storage;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly List<Replica> _all = [];
    private readonly ConcurrentQueue<Delivery> _deliveries = new();
    private readonly int? _requestsPerSecond;
    private readonly CancellationToken _cancellationToken;

    private Cluster(StorageServer storage, StandIn service, int? requestsPerSecond, CancellationToken cancellationToken)
    {
        _storage = storage;
        Service = service;
        _requestsPerSecond = requestsPerSecond;
        _cancellationToken = cancellationToken;
    }

    public StandIn Service { get; }

    /// <summary>The replicas that were started last.</summary>
    public IReadOnlyList<Replica> Replicas { get; private set; } = [];

    public IReadOnlyCollection<Delivery> Deliveries => _deliveries;

    public static async Task<Cluster> StartAsync(
        StorageServer storage, int size, RunSchedule schedule, CancellationToken cancellationToken, int? requestsPerSecond = null)
    {
        var cluster = new Cluster(storage, await StandIn.StartAsync(schedule), requestsPerSecond, cancellationToken);
        try
        {
            await cluster.StartReplicasAsync(size);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts replicas with new numbers on new endpoints.</summary>
    public async Task StartReplicasAsync(int size)
    {
        var ports = FreePorts.Find(size * 2);
        Replicas = [.. Enumerable.Range(0, size).Select(i => new Replica(
            new ReplicaSettings
            {
                Number = _all.Count + i + 1,
                Service = Service.Address,
                Cluster = _id,
                Storage = _storage.Kind,
                ConnectionString = _storage.ConnectionString,
                SiloPort = ports[i * 2],
                GatewayPort = ports[(i * 2) + 1],
                RequestsPerSecond = _requestsPerSecond,
            },
            _deliveries))];
        _all.AddRange(Replicas);
        await Task.WhenAll(Replicas.Select(replica => replica.ReceiveAsync<int>("ready", _cancellationToken)));
    }

    /// <summary>Gives each replica its share of the waits.</summary>
    public Task SendShareAsync(string command) => Task.WhenAll(Replicas.Select((replica, i) => replica.SendAsync(
        command, new WaitShare(i, Replicas.Count, Service.Schedule.Count, Service.Schedule.Duration + WaitMargin))));

    /// <summary>Collects the reports of replicas.</summary>
    public async Task<WaitReport> SumAsync(string report, IEnumerable<Replica> replicas) => WaitReport.Sum(
        await Task.WhenAll(replicas.Select(replica => replica.ReceiveAsync<WaitReport>(report, _cancellationToken))));

    /// <summary>Waits until a condition is met. Returns false after the timeout.</summary>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > timeout)
            {
                return false;
            }

            await Task.Delay(PollDelay, _cancellationToken);
        }

        return true;
    }

    /// <summary>The time from a moment to the first request of one of these replicas after it; null if there is none yet.</summary>
    public TimeSpan? FirstRequestAfter(long timestamp, IEnumerable<Replica> replicas)
    {
        var numbers = replicas.Select(replica => replica.Number).ToHashSet();
        return Service.Requests
            .Where(request => request.Timestamp > timestamp && numbers.Contains(request.Replica))
            .Select(request => (TimeSpan?)Stopwatch.GetElapsedTime(timestamp, request.Timestamp))
            .FirstOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_all.Select(replica => replica.DisposeAsync().AsTask()));
        await Service.DisposeAsync();
    }
}
