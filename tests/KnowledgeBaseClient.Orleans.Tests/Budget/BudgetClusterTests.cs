using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Orleans.TestingHost;

namespace KnowledgeBaseClient.Tests.Budget;

/// <summary>Silos in this process that send as fast as they can.</summary>
[NonParallelizable]
public sealed class BudgetClusterTests
{
    private const int Rate = 40;

    [Test]
    public async Task Budget_ThreeSilosAndTheGrainsSiloIsKilled_NoSecondAboveTheRate()
    {
        using var transport = new CountingHandler();
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureHost(host =>
        {
            host.Services.AddKnowledgeBaseClient(options => (options.ApiKey, options.MaxRetries) = (TestClients.Key, 0))
                .ConfigurePrimaryHttpMessageHandler(() => new SharedHandler(transport))
                .AddFleet(fleet => fleet.RequestsPerSecond = Rate);
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync().WaitAsync(TimeSpan.FromMinutes(1));
        using var stop = new CancellationTokenSource();
        var senders = cluster.Silos.SelectMany(silo => SendersOf(silo, stop.Token)).ToList();

        await transport.ReachAsync(Rate * 3);
        var host = await FindGrainAsync(cluster);
        await cluster.KillSiloAsync(host);
        await transport.ReachAsync(transport.Count + (Rate * 3));

        await stop.CancelAsync();
        await Task.WhenAll(senders).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.That(SlidingWindow.MaxInSecond(transport.Arrivals), Is.LessThanOrEqualTo(Rate).And.GreaterThan(Rate * 0.7));
    }

    private static IEnumerable<Task> SendersOf(InProcessSiloHandle silo, CancellationToken stop)
    {
        var client = silo.ServiceProvider.GetRequiredService<IRunsClient>();
        return Enumerable.Range(0, 30).Select(number => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await client.ListAsync($"kb-{number % 3}", cancellationToken: stop);
                }
                catch (Exception failure) when (failure is OperationCanceledException or KnowledgeBaseException or ObjectDisposedException)
                {
                    // The silo was killed, or the test ends.
                    return;
                }
            }
        }));
    }

    private static async Task<InProcessSiloHandle> FindGrainAsync(InProcessTestCluster cluster)
    {
        var management = cluster.Client.GetGrain<IManagementGrain>(0);
        var address = await management.GetActivationAddress(cluster.Client.GetGrain<IBudgetGrain>("default"));
        return cluster.Silos.First(silo => silo.SiloAddress.Equals(address));
    }

    private sealed class SharedHandler(HttpMessageHandler shared) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _shared = new(shared, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _shared.SendAsync(request, cancellationToken);
    }

    private sealed class CountingHandler : HttpMessageHandler
    {
        private readonly ConcurrentQueue<TimeSpan> _arrivals = new();
        private readonly long _startedAt = Stopwatch.GetTimestamp();
        private volatile Awaited? _awaited;

        public IReadOnlyCollection<TimeSpan> Arrivals => _arrivals;

        public int Count => _arrivals.Count;

        // One call at a time.
        public Task ReachAsync(int count)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited = new Awaited(count, reached);
            return reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _arrivals.Enqueue(Stopwatch.GetElapsedTime(_startedAt));
            if (_awaited is { } awaited && Count >= awaited.Count)
            {
                awaited.Reached.TrySetResult();
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("[]", Encoding.UTF8, "application/json"),
            });
        }

        private sealed record Awaited(int Count, TaskCompletionSource Reached);
    }
}
