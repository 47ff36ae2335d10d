using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>Base class of tests of one replica and the poller of its cluster, on a fake clock.</summary>
public abstract class FleetPollerFixture : WaitingFixture
{
    private protected static readonly TimeSpan FallbackAfter = TimeSpan.FromSeconds(15);

    private protected InProcessFleet Fleet { get; private set; } = null!;

    private protected InProcessPollerGrain Grain => Fleet.Grains["kb"];

    private protected RunsClient Replica { get; private set; } = null!;

    [SetUp]
    public void CreateReplica() => CreateReplica(InProcessFleet.Unlimited);

    private protected void CreateReplica(PollerTimes times)
    {
        Replica?.Dispose();
        Fleet = new InProcessFleet(times, FallbackAfter);
        Replica = new RunsClient(CreateServices(), Fleet.CreatePollers);
    }

    private protected ClientServices CreateServices()
    {
        var options = TestClients.Options(
            new Uri("http://localhost"),
            options => (options.AttemptTimeout, options.TotalTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        return ClientServices.Create(options, Service, null, Clock) with { Random = () => 0.5 };
    }

    [TearDown]
    public void DisposeReplica() => Replica.Dispose();

    /// <summary>Completes when the condition is true. Fails after 30 s of real time.</summary>
    private protected static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(RealTime.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Advances the clock timer by timer until the condition is true, and returns the time that has passed.</summary>
    private protected async Task<TimeSpan> AdvanceUntilAsync(Func<bool> condition)
    {
        var start = Clock.GetUtcNow();
        while (!condition())
        {
            Assert.That(Clock.GetUtcNow() - start, Is.LessThan(TimeSpan.FromDays(1)), "The condition was not met within a day.");
            var next = StartNextPollAsync();

            // Several timers are armed at the same time: real time for the threads that one of them has woken up.
            do
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }
            while (!next.IsCompleted && !condition());

            // Fails if no timer was armed for 30 s.
            await (next.IsCompleted ? next : Task.CompletedTask);
        }

        return Clock.GetUtcNow() - start;
    }
}
