using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Configuration;

/// <summary>The options of the client and the application's own options come from appsettings.json.</summary>
public sealed class ReportApplicationTests : IDisposable
{
    private const string Runs = """
        [
          {"id":"run-1","status":"failed","output":{"error":"no text found"}},
          {"id":"run-2","status":"completed"},
          {"id":"run-3","status":"running"},
          {"id":"run-4","status":"failed"}
        ]
        """;

    private readonly KnowledgeBaseServer _server = KnowledgeBaseServer.Start();

    public ReportApplicationTests() => _server.Simulator.KnowledgeBase("kb").SetRunsJson(Runs);

    public void Dispose() => _server.Dispose();

    [Test]
    public async Task WriteAsync_SettingsFromJson_SelectAndHighlightRuns()
    {
        using var host = Build(
            """
            "Report": {
              "KnowledgeBaseId": "kb",
              "Filter": { "RunIds": [ "run-1", "run-2", "run-3" ] },
              "Highlight": "Failed",
              "Hidden": [ "running", "queued" ]
            }
            """);

        var lines = await host.Services.GetRequiredService<Report>().WriteAsync();

        Assert.That(lines, Is.EqualTo((string[])["!! run-1: no text found", "run-2: completed"]));
    }

    [Test]
    public async Task WriteAsync_StatusFromJson_IsSentToTheService()
    {
        using var host = Build("""
            "Report": { "KnowledgeBaseId": "kb", "Filter": { "Status": "Completed" } }
            """);

        var lines = await host.Services.GetRequiredService<Report>().WriteAsync();

        Assert.That(lines, Is.EqualTo((string[])["run-2: completed"]));
        Assert.That(_server.Simulator.Requests[^1].Query, Does.Contain("status=completed"));
    }

    [Test]
    public void Options_FilterFromJson_IsEqualToOneFromCode()
    {
        using var host = Build("""
            "Report": { "Filter": { "Status": "awaiting_human_feedback", "RunIds": [ "run-1", "run-2" ] }, "Hidden": [ "new_status" ] }
            """);

        var options = host.Services.GetRequiredService<IOptions<ReportOptions>>().Value;

        Assert.That(options.Filter, Is.EqualTo(new RunFilter { Status = RunStatus.AwaitingHumanFeedback, RunIds = ["run-1", "run-2"] }));
        Assert.That(options.Highlight, Is.EqualTo(RunStatus.Failed), "an absent entry keeps the default");
        Assert.That(options.Hidden, Is.EqualTo((RunStatus[])[new("new_status")]), "a status that the library does not know is kept");
    }

    [Test]
    public void Options_ClientSettingsFromJson_AreBound()
    {
        using var host = Build("""
            "Report": { }
            """,
            """
            , "MaxRetries": 5, "TotalTimeout": "00:10:00", "ApplicationName": "Report/1.0", "Polling": { "MaxInterval": "00:01:00" }
            """);

        var options = host.Services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;

        Assert.That(options.MaxRetries, Is.EqualTo(5));
        Assert.That(options.TotalTimeout, Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(options.ApplicationName, Is.EqualTo("Report/1.0"));
        Assert.That(options.Polling.MaxInterval, Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(options.Polling.InitialInterval, Is.EqualTo(new PollingOptions().InitialInterval), "keeps its default");
    }

    [Test]
    public async Task StartAsync_BlankEntries_CountAsNotSet()
    {
        using var host = Build(
            """
            "Report": { "KnowledgeBaseId": "kb", "Filter": { "Status": "" } }
            """,
            """
            , "ApplicationName": " ", "MaxRetries": "", "TotalTimeout": null, "Polling": { "MaxInterval": "" }
            """);
        await host.StartAsync();

        var lines = await host.Services.GetRequiredService<Report>().WriteAsync();
        var options = host.Services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;

        Assert.That(lines, Has.Count.EqualTo(4), "a blank status selects every run");
        Assert.That(options.MaxRetries, Is.EqualTo(new KnowledgeBaseClientOptions().MaxRetries));
        Assert.That(options.TotalTimeout, Is.EqualTo(new KnowledgeBaseClientOptions().TotalTimeout));
        Assert.That(options.Polling.MaxInterval, Is.EqualTo(new PollingOptions().MaxInterval));
        Assert.That(_server.Simulator.Requests[^1].Headers["User-Agent"], Does.StartWith("KnowledgeBaseClient"));
    }

    [Test]
    public async Task WriteAsync_MisspelledEntries_AreLoggedWithTheNearestOption()
    {
        using var host = Build(
            """
            "Report": { "KnowledgeBaseId": "kb" }
            """,
            """
            , "MaxRetry": 5, "Polling": { "MaxIntervall": "00:01:00" }
            """);

        await host.Services.GetRequiredService<Report>().WriteAsync();

        var warnings = host.Services.GetFakeLogCollector().GetSnapshot().Where(entry => entry.Level == LogLevel.Warning).ToList();
        Assert.That(warnings, Has.Count.EqualTo(2));
        Assert.That(warnings[0].Message, Does.Contain("KnowledgeBase:MaxRetry").And.Contain(nameof(KnowledgeBaseClientOptions.MaxRetries)));
        Assert.That(
            warnings[1].Message,
            Does.Contain("KnowledgeBase:Polling:MaxIntervall").And.Contain(nameof(PollingOptions.MaxInterval)));
    }

    private IHost Build(string report, string clientSettings = "")
    {
        var builder = AppSettings.CreateBuilder($$"""
            {
              "KnowledgeBase": { "BaseAddress": "{{_server.BaseAddress}}", "ApiKey": "{{_server.ApiKey}}"{{clientSettings}} },
              {{report}}
            }
            """);
        builder.AddReport();
        return builder.Build();
    }
}
