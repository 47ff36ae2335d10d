using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Polling;

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
        var options = TestClients.Options(
            new Uri("http://localhost"),
            options => (options.AttemptTimeout, options.TotalTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        Replica = new RunsClient(ClientServices.Create(options, Service, null, Clock) with { Random = () => 0.5 }, Fleet.CreatePollers);
    }

    [TearDown]
    public void DisposeReplica() => Replica.Dispose();

    /// <summary>Advances the clock timer by timer until the condition is true, and returns the time that has passed.</summary>
    private protected async Task<TimeSpan> AdvanceUntilAsync(Func<bool> condition)
    {
        var start = Clock.GetUtcNow();
        while (!condition())
        {
            Assert.That(Clock.GetUtcNow() - start, Is.LessThan(OneHour), "The condition was not met within an hour of the fake clock.");
            await Task.WhenAny(StartNextPollAsync(), Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        return Clock.GetUtcNow() - start;
    }
}
