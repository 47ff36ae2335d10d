namespace KnowledgeBaseClient.SettingsProbe;

/// <summary>A clock that always returns the same time. Its timers are those of the system.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
