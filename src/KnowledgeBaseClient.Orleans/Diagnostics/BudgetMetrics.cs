using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// The instruments of request budgets, in the meter of the client.
internal sealed class BudgetMetrics
{
    private static readonly Meter SharedMeter = new(KnowledgeBaseTelemetry.MeterName, ClientTelemetry.Version);
    private static readonly ConditionalWeakTable<Meter, BudgetMetrics> ByMeter = [];

#if NET9_0_OR_GREATER
    // Seconds.
    private static readonly double[] DelayBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
#endif

    private readonly Histogram<double> _delay;

    private BudgetMetrics(Meter meter)
    {
        const string Name = "knowledge_base.budget.delay";
        const string Description = "Time that a request waited for the request budget of the cluster.";
#if NET9_0_OR_GREATER
        _delay = meter.CreateHistogram(
            Name, "s", Description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DelayBuckets });
#else
        _delay = meter.CreateHistogram<double>(Name, "s", Description);
#endif
    }

    // The factory of the application isolates its metrics from those of others in the process; null for none.
    public static BudgetMetrics Of(IMeterFactory? factory)
    {
        var options = new MeterOptions(KnowledgeBaseTelemetry.MeterName) { Version = ClientTelemetry.Version };
        return ByMeter.GetValue(factory?.Create(options) ?? SharedMeter, static meter => new BudgetMetrics(meter));
    }

    public void AddDelay(TimeSpan delay) => _delay.Record(delay.TotalSeconds);
}
