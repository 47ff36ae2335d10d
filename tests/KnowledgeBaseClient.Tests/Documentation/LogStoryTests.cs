using System.Net;
using System.Text.RegularExpressions;
using KnowledgeBaseClient.Tests.Waiting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

/// <summary>The log of an hour with an outage, as docs/operating.md quotes it.</summary>
public sealed partial class LogStoryTests : WaitingFixture
{
    private const int MaxLines = 10;

    [Test]
    public async Task WaitForAllAsync_AnHourWithAnOutage_LogsTheLinesOfThePage()
    {
        var lines = new Lines();
        CreateClient(loggerFactory: lines);
        Service.Set("a", "running");
        Service.Set("b", "running");
        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { OutageTimeout = TimeSpan.FromMinutes(30) });
        await RunPollsForAsync(TimeSpan.FromMinutes(20));
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        await RunPollsForAsync(TimeSpan.FromMinutes(12));
        Service.Fault = _ => null;
        await RunPollsForAsync(TimeSpan.FromMinutes(28));
        Service.Set("a", "completed");
        Service.Set("b", "failed");
        await RunPollsUntilCompletedAsync(wait);

        var text = lines.ToString();
        Assert.That(text, Is.EqualTo(DocumentationPage.Get("docs/operating.md").CodeBlocks("console").Single()), text);
        Assert.That(text.Split('\n'), Has.Length.LessThanOrEqualTo(MaxLines + 1));
    }

    // Waits are counted over all tests, and the clock may already be at the next poll when the wait ends.
    [GeneratedRegex(@"Wait \d+ (?<rest>.* after 01:00:)[\d.]+\d")]
    private static partial Regex Varying();

    // The lines of the console logger at the level Information.
    private sealed class Lines : ILoggerFactory, ILogger
    {
        private readonly List<string> _lines = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                var level = logLevel == LogLevel.Warning ? "warn" : "info";
                _lines.Add($"{level}: {Varying().Replace(formatter(state, exception), "Wait 1 ${rest}18.1730000")}\n");
            }
        }

        public void Dispose()
        {
        }

        public override string ToString() => string.Concat(_lines);
    }
}
