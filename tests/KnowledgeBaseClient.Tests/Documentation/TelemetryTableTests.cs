using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

/// <summary>The tables of docs/operating.md list every log event, span, attribute and metric of the code.</summary>
public sealed class TelemetryTableTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Get("docs/operating.md");

    [Test]
    public void EventTable_ListsEveryLogEvent() =>
        Assert.That(
            Page.Table("Event").Select(row => string.Join(' ', row.Take(4)).Replace("`", "", StringComparison.Ordinal)),
            Is.EqualTo(EventsOf(typeof(CallEvents), CallEvents.Category).Concat(EventsOf(typeof(PollingEvents), PollingEvents.Category))));

    [Test]
    public void SpanTable_ListsEverySpan() =>
        Assert.That(Names("Span"), Is.EquivalentTo(ConstantsOf(typeof(Operations))));

    [Test]
    public void AttributeTable_ListsEveryAttribute() =>
        Assert.That(Names("Attribute"), Is.EquivalentTo(ConstantsOf(typeof(TagNames))));

    [Test]
    public void MetricTable_ListsEveryInstrumentWithItsKindAndUnit()
    {
        List<Instrument> instruments = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };
        using var factory = new OneMeterFactory();
        ClientMetrics.Of(factory);

        listener.Start();

        Assert.That(
            Page.Table("Metric").Select(row => $"{row[0].Trim('`')} {row[1]} {row[2]}"),
            Is.EquivalentTo(instruments.Where(factory.Has).Select(found => $"{found.Name} {KindOf(found)} {found.Unit}")));
        Assert.That(instruments.Where(factory.Has).Select(instrument => instrument.Description), Is.All.Not.Empty);
    }

    private static IEnumerable<string> Names(string header) =>
        Page.Table(header).SelectMany(row => row[0].Split(',')).Select(name => name.Trim(' ', '`'));

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!);

    private static IEnumerable<string> EventsOf(Type type, string category) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Select(method => (method.Name, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()!))
        .OrderBy(entry => entry.Attribute.EventId)
        .Select(entry => $"{entry.Name} {entry.Attribute.EventId} {entry.Attribute.Level} {category}");

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        UpDownCounter<long> => "up-down counter",
        _ => "counter",
    };

    private sealed class OneMeterFactory : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public bool Has(Instrument instrument) => _meters.Contains(instrument.Meter);

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
