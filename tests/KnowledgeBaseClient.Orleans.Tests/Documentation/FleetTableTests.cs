using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Orleans.Configuration;

namespace KnowledgeBaseClient.Tests.Documentation;

/// <summary>The tables of docs/fleet.md list every option, metric and log event of the package.</summary>
public sealed class FleetTableTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Get("docs/fleet.md");

    private static readonly string[] DerivedFromProbeTimeout =
        [nameof(ClusterMembershipOptions.MinProbeTimeout), nameof(ClusterMembershipOptions.MaxProbeTimeout)];

    [Test]
    public void OptionTable_ListsEveryOptionWithItsDefault()
    {
        var defaults = new FleetOptions();

        Assert.That(
            Page.Table("Fleet option").Select(row => $"{row[0]}: {row[1]}"),
            Is.EqualTo(typeof(FleetOptions).GetProperties().Select(option => $"`{option.Name}`: {DefaultOf(option, defaults)}")));
    }

    [Test]
    public void EventTable_ListsEveryLogEvent() =>
        Assert.That(
            Page.Table("Event").Select(row => string.Join(' ', row.Take(4)).Replace("`", "", StringComparison.Ordinal)),
            Is.EquivalentTo(typeof(FleetOptions).Assembly.GetTypes().SelectMany(EventsOf)));

    [Test]
    public void MetricTable_ListsEveryInstrumentWithItsKindAndUnit()
    {
        List<Instrument> instruments = [];
        using var factory = new OneMeterFactory();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };
        _ = new FleetMetrics(factory);
        DurableWaitMetrics.Of(factory);
        BudgetMetrics.Of(factory);

        listener.Start();

        Assert.That(
            Page.Table("Metric").Select(row => $"{row[0].Trim('`')} {row[1]} {row[2]}"),
            Is.EquivalentTo(instruments.Where(factory.Has).Select(found => $"{found.Name} {KindOf(found)} {found.Unit}")));
    }

    [Test]
    public void MembershipTable_ListsWhatDiffersFromOrleans()
    {
        var (defaults, changed) = (new ClusterMembershipOptions(), new ClusterMembershipOptions());
        MembershipDefaults.Apply(changed);

        Assert.That(
            Page.Table("Membership option").Select(row => string.Join(": ", row.Take(3))),
            Is.EquivalentTo(typeof(ClusterMembershipOptions).GetProperties()
                .Select(option => (option.Name, Orleans: TextOf(option.GetValue(defaults)), Fleet: TextOf(option.GetValue(changed))))
                .Where(option => option.Orleans != option.Fleet && !DerivedFromProbeTimeout.Contains(option.Name))
                .Select(option => $"`{option.Name}`: {option.Orleans}: {option.Fleet}")));
    }

    private static IEnumerable<string> EventsOf(Type type) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Select(method => (method.Name, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
        .Where(entry => entry.Attribute is not null)
        .Select(entry => $"{entry.Name} {entry.Attribute!.EventId} {entry.Attribute.Level} {CategoryOf(type)}");

    private static object? CategoryOf(Type type) => type == typeof(HostingEvents)
        ? FleetEvents.Category
        : type.GetField("Category")?.GetRawConstantValue();

    private static string DefaultOf(PropertyInfo option, FleetOptions defaults) => option.Name switch
    {
        nameof(FleetOptions.Name) => "the service key, or `default`",
        nameof(FleetOptions.BudgetName) => "`Name`",
        _ => TextOf(option.GetValue(defaults)),
    };

    private static string TextOf(object? value) => value switch
    {
        null => "none",
        TimeSpan duration => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds} s"),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"The documentation has no format for {value}."),
    };

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
            var meter = _meters.FirstOrDefault(meter => meter.Name == options.Name) ?? new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
