using System.Diagnostics.Metrics;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class DurableWaitMetricsTests
{
    [Test]
    public async Task Deliveries_EachOutcome_IsCountedOnce()
    {
        var clock = new TestClock();
        var options = new FleetOptions { MaxDeliveryAttempts = 2 };
        var shard = await new TestShard(time: clock, options: options).StartAsync();
        var measured = new List<string>();
        using var listener = Listen(shard.Meters, measured);
        shard.Calls.Handle = static (completion, _) =>
            completion.WaitId == "bad" ? throw new InvalidOperationException("no") : Task.CompletedTask;

        await shard.RegisterAsync("good");
        await shard.Calls.NextAsync();
        await shard.UntilAsync(status => status is null);
        await shard.RegisterAsync("bad");
        clock.Advance(await clock.ArmedAsync(due => due == options.DeliveryRetryDelay));
        await shard.UntilAsync(status => status!.Phase == DurableWaitPhase.DeadLetter);
        await shard.StopAsync();

        lock (measured)
        {
            Assert.That(
                measured,
                Is.EqualTo((string[])["active +1", "delivered", "active -1", "active +1", "failed", "dead_letter", "active -1"]));
        }
    }

    private static MeterListener Listen(IMeterFactory meters, List<string> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters
                    && instrument.Name.StartsWith("knowledge_base.durable_waits.", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (measured)
            {
                measured.Add(tags.Length == 0 ? $"active {value:+0;-0}" : (string)tags[0].Value!);
            }
        });
        listener.Start();
        return listener;
    }
}
