namespace KnowledgeBaseClient.SettingsProbe;

/// <summary>A clock that stands still; its timers are the system's.</summary>
internal sealed class ClockAt(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
