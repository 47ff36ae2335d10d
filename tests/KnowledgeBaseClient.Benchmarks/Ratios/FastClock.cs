namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// A clock on which every reading is at least a thousand times as far from the last one as on the system's. A poll one tick ahead is then
/// always due: on the system's clock a fast poller would sometimes reach it early and sleep for a millisecond.
/// </summary>
internal sealed class FastClock : TimeProvider
{
    public override long TimestampFrequency => System.TimestampFrequency / 1000;
}
