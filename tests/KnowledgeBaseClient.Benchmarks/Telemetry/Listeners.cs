using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Listens to all traces and metrics of the client, and does nothing with them.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = source => source.Name == KnowledgeBaseTelemetry.SourceName,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private readonly MeterListener _metrics = new()
    {
        InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == KnowledgeBaseTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        },
    };

    public Listeners()
    {
        ActivitySource.AddActivityListener(_activities);
        _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        _metrics.Start();
    }

    public void Dispose()
    {
        _activities.Dispose();
        _metrics.Dispose();
    }
}
