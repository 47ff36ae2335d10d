using KnowledgeBaseClient.TestSupport;

namespace KnowledgeBaseClient.Soak;

/// <summary>A time in the middle of the waits for which the server is stopped. The runs continue meanwhile.</summary>
internal sealed record Outage(int Seconds)
{
    // Since the runs began. The next four seconds of their schedule take as long as the outage.
    private const double Start = 8;
    private const double Scheduled = 4;

    /// <summary>What the runs did when the outage began and ended; null without an outage.</summary>
    public string? Report { get; private set; }

    /// <summary>The time of an event of a run, such that there are events before, during and after the outage.</summary>
    public double Stretch(double time) =>
        Seconds == 0 || time <= Start ? time
        : time < Start + Scheduled ? Start + ((time - Start) / Scheduled * Seconds)
        : time - Scheduled + Seconds;

    public async Task RunAsync(LoopbackServer server, SimulatedRuns runs)
    {
        if (Seconds == 0)
        {
            return;
        }

        await Task.Delay(TimeSpan.FromSeconds(Start));
        await server.StopAsync();
        var before = runs.Describe();
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        Report = $"runs before: {before}; after: {runs.Describe()}";
        server.Start();
    }
}
