using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>Collects the measurements of every instrument, with their tags.</summary>
internal sealed class MetricSink : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly MeterListener _listener = new();

    public MetricSink()
    {
        _listener.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _listener.SetMeasurementEventCallback<int>(Record);
        _listener.SetMeasurementEventCallback<long>(Record);
        _listener.SetMeasurementEventCallback<double>(Record);
        _listener.Start();
    }

    public IEnumerable<string> Texts => _texts;

    public void Dispose() => _listener.Dispose();

    private void Record<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        _texts.Enqueue($"{instrument.Name}\n{instrument.Description}\n{measurement}\n{ObjectText.Of(tags.ToArray())}");
}
