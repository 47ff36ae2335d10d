using System.Diagnostics.Metrics;

namespace KnowledgeBaseClient;

// The instruments of the fleet, in the meter of the client.
internal sealed class FleetMetrics
{
    private static readonly Meter SharedMeter = new(KnowledgeBaseTelemetry.MeterName, ClientTelemetry.Version);

    private readonly UpDownCounter<long> _pollers;
    private readonly UpDownCounter<long> _fallbacks;

    // The factory of the application isolates its metrics from those of others in the process; null for none.
    public FleetMetrics(IMeterFactory? factory = null)
    {
        var options = new MeterOptions(KnowledgeBaseTelemetry.MeterName) { Version = ClientTelemetry.Version };
        var meter = factory?.Create(options) ?? SharedMeter;
        _pollers = meter.CreateUpDownCounter<long>(
            "knowledge_base.fleet.pollers.active", "{poller}", "Knowledge bases that this silo polls for the cluster.");
        _fallbacks = meter.CreateUpDownCounter<long>(
            "knowledge_base.fleet.fallbacks.active",
            "{poller}",
            "Knowledge bases that this process polls for itself, because the cluster is out of reach.");
    }

    public void AddPoller(int change) => _pollers.Add(change);

    public void AddFallback(int change) => _fallbacks.Add(change);
}
