namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// A clock that runs a thousand times as fast as the system clock, so that a poll due in one tick is always due and the poller
/// never sleeps.
/// </summary>
internal sealed class FastClock : TimeProvider
{
    public override long TimestampFrequency => System.TimestampFrequency / 1000;
}
