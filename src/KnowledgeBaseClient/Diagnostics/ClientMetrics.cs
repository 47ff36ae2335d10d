using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// The instruments of the client. An instrument without a listener costs a field read.
internal sealed class ClientMetrics
{
    private static readonly Meter SharedMeter = new(KnowledgeBaseTelemetry.MeterName, ClientTelemetry.Version);

    // All clients of an application share the instruments of its meter.
    private static readonly ConditionalWeakTable<Meter, ClientMetrics> ByMeter = [];

    // Seconds. A call takes milliseconds; an ingestion takes minutes or hours.
    private static readonly double[] CallBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
    private static readonly double[] WaitBuckets =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

    private static readonly double[] DelayBuckets = [0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120, 300, 600, 1_800];

    private readonly Histogram<double> _callDuration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _received;
    private readonly Counter<long> _polls;
    private readonly Counter<long> _statuses;
    private readonly UpDownCounter<long> _waits;
    private readonly UpDownCounter<long> _watchedRuns;
    private readonly Histogram<double> _waitDuration;
    private readonly Histogram<double> _notificationDelay;

    private ClientMetrics(Meter meter)
    {
        _callDuration = Histogram(
            meter, "knowledge_base.call.duration", "Duration of a call, with all requests, retries and delays.", CallBuckets);
        _retries = meter.CreateCounter<long>("knowledge_base.call.retries", "{retry}", "Attempts after a failed one.");
        _received = meter.CreateCounter<long>(
            "knowledge_base.received", "By", "Bytes of the bodies of successful responses, after decompression, of calls and polls.");
        _polls = meter.CreateCounter<long>("knowledge_base.polls", "{poll}", "Polls of a knowledge base.");
        _statuses = meter.CreateCounter<long>(
            "knowledge_base.runs.observed",
            "{run}",
            "Changes of a status that polls have seen, and runs that they see for the first time.");
        _waits = meter.CreateUpDownCounter<long>("knowledge_base.waits.active", "{wait}", "Waits and watches in progress.");
        _watchedRuns = meter.CreateUpDownCounter<long>(
            "knowledge_base.runs.watched", "{run}", "Runs that waits and watches by id still wait for.");
        _waitDuration = Histogram(
            meter, "knowledge_base.wait.duration", "Time from the start of a wait until it returned a run, or failed.", WaitBuckets);
        _notificationDelay = Histogram(
            meter,
            "knowledge_base.notification.delay",
            "Time from finished_at of a run until its caller received it.",
            DelayBuckets);
    }

    // The factory of the application isolates its metrics from those of others in the process; null for none.
    public static ClientMetrics Of(IMeterFactory? factory)
    {
        var options = new MeterOptions(KnowledgeBaseTelemetry.MeterName) { Version = ClientTelemetry.Version };
        return ByMeter.GetValue(factory?.Create(options) ?? SharedMeter, static meter => new ClientMetrics(meter));
    }

    public bool IsCallEnabled => _callDuration.Enabled;

    public bool CountsWaits => _waits.Enabled;

    public bool CountsWatchedRuns => _watchedRuns.Enabled;

    public bool IsWaitEnabled => CountsWaits || CountsWatchedRuns || _waitDuration.Enabled || _notificationDelay.Enabled;

    public void AddCall(string operation, string? errorType, TimeSpan duration) =>
        _callDuration.Record(duration.TotalSeconds, Tags(TagNames.Operation, operation, errorType));

    public void AddRetry(string errorType) => _retries.Add(1, new KeyValuePair<string, object?>(TagNames.ErrorType, errorType));

    public void AddReceived(long bytes) => _received.Add(bytes);

    public void AddPoll(string outcome, string? errorType) => _polls.Add(1, Tags(TagNames.PollOutcome, outcome, errorType));

    public void AddStatus(RunStatus status)
    {
        if (_statuses.Enabled)
        {
            _statuses.Add(1, new KeyValuePair<string, object?>(TagNames.RunStatus, TagValues.Status(status)));
        }
    }

    public void AddWaits(int change, string kind) => _waits.Add(change, new KeyValuePair<string, object?>(TagNames.WaitKind, kind));

    public void AddWatchedRuns(int change) => _watchedRuns.Add(change);

    public void AddWaitResult(RunStatus status, TimeSpan duration) =>
        _waitDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(TagNames.RunStatus, TagValues.Status(status)));

    public void AddWaitFailure(string errorType, TimeSpan duration) =>
        _waitDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(TagNames.ErrorType, errorType));

    public void AddNotification(TimeSpan delay) => _notificationDelay.Record(delay.TotalSeconds);

    private static TagList Tags(string name, string value, string? errorType)
    {
        var tags = new TagList { { name, value } };
        if (errorType is not null)
        {
            tags.Add(TagNames.ErrorType, errorType);
        }

        return tags;
    }

    private static Histogram<double> Histogram(Meter meter, string name, string description, double[] buckets) =>
#if NET9_0_OR_GREATER
        meter.CreateHistogram(
            name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
#else
        meter.CreateHistogram<double>(name, "s", description);
#endif
}
