using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// The instruments of durable waits, in the meter of the client.
internal sealed class DurableWaitMetrics
{
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string DeadLetter = "dead_letter";

    private const string Outcome = "outcome";

    private static readonly Meter SharedMeter = new(KnowledgeBaseTelemetry.MeterName, ClientTelemetry.Version);

    // All silos of a process with one meter share the instruments.
    private static readonly ConditionalWeakTable<Meter, DurableWaitMetrics> ByMeter = [];

    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _deliveries;

    private DurableWaitMetrics(Meter meter)
    {
        _active = meter.CreateUpDownCounter<long>(
            "knowledge_base.durable_waits.active", "{wait}", "Durable waits of this silo that are neither delivered nor dead letters.");
        _deliveries = meter.CreateCounter<long>(
            "knowledge_base.durable_waits.deliveries", "{delivery}", "Calls of the handlers of durable waits, by their outcome.");
    }

    // The factory of the application isolates its metrics from those of others in the process; null for none.
    public static DurableWaitMetrics Of(IMeterFactory? factory)
    {
        var options = new MeterOptions(KnowledgeBaseTelemetry.MeterName) { Version = ClientTelemetry.Version };
        return ByMeter.GetValue(factory?.Create(options) ?? SharedMeter, static meter => new DurableWaitMetrics(meter));
    }

    public void AddActive(int change) => _active.Add(change);

    public void AddDelivery(string outcome) => _deliveries.Add(1, new KeyValuePair<string, object?>(Outcome, outcome));
}
