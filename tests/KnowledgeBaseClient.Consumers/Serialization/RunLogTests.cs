using NUnit.Framework;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>Serilog writes the models as structured data with its default settings.</summary>
public sealed class RunLogTests : IDisposable
{
    private static readonly Run Run = ServiceRun.Create();

    private readonly LogEvents _events = new();
    private readonly Logger _logger;

    public RunLogTests() => _logger = new LoggerConfiguration().WriteTo.Sink(_events).CreateLogger();

    public void Dispose() => _logger.Dispose();

    [Test]
    public void Failed_Run_LosesNothing()
    {
        new RunLog(_logger).Failed(Run);

        using var output = new StringWriter();
        new JsonFormatter().Format(_events.Single, output);
        Assert.That(ServiceRun.Texts.Where(text => !output.ToString().Contains(text, StringComparison.Ordinal)), Is.Empty, $"{output}");
    }

    [Test]
    public void Failed_Run_CanBeQueriedByItsProperties()
    {
        new RunLog(_logger).Failed(Run);

        Assert.That(Value("Run", "Id"), Is.EqualTo("run-1"));
        Assert.That(Value("Run", "Status", "Value"), Is.EqualTo("failed"));
        Assert.That(Value("Run", "Status", "Kind"), Is.EqualTo(RunStatusKind.Failed));
        Assert.That(Value("Run", "Output", "Text"), Is.EqualTo("""{"error":"no text found","page":13}"""));
        Assert.That(Value("Run", "ErrorMessage"), Is.EqualTo("no text found"));
        Assert.That(Value("Run", "FinishedAt"), Is.EqualTo(Run.FinishedAt));
    }

    [Test]
    public void Changed_Change_CanBeQueriedByItsProperties()
    {
        new RunLog(_logger).Changed(new RunChange { Current = Run.ToSummary(), Kind = RunChangeKind.Failed, IsInitial = true });

        Assert.That(Value("Change", "Kind"), Is.EqualTo(RunChangeKind.Failed));
        Assert.That(Value("Change", "IsInitial"), Is.EqualTo(true));
        Assert.That(Value("Change", "Current", "Id"), Is.EqualTo("run-1"));
    }

    [Test]
    public void Finished_Run_IsOneLine()
    {
        new RunLog(_logger).Finished(Run);

        Assert.That(Value("Run"), Is.EqualTo("Run run-1 of Import: failed, 44 %"));
    }

    private object? Value(string property, params string[] path) => path
        .Aggregate(
            _events.Single.Properties[property],
            (value, name) => ((StructureValue)value).Properties.Single(member => member.Name == name).Value) is ScalarValue scalar
        ? scalar.Value
        : null;

    private sealed class LogEvents : ILogEventSink
    {
        private readonly List<LogEvent> _events = [];

        public LogEvent Single => _events.Single();

        public void Emit(LogEvent logEvent) => _events.Add(logEvent);
    }
}
