using System.Diagnostics;
using System.Text;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class ProcessTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task Main_ThreeVariablesInItsEnvironment_AsksThatService(CancellationToken cancellationToken)
    {
        using var server = KnowledgeBaseServer.Start(Outcome.Key);
        server.SetRuns(Outcome.KnowledgeBase, """[{"id":"ré","status":"stopped"}]""");

        var outcome = await RunAsync(Outcome.Settings(server.BaseAddress), cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.Text);
            Assert.That(outcome.Text, Does.StartWith($"Asking the service at {server.BaseAddress}"));
            Assert.That(outcome.LineWith("stopped"), Does.StartWith("ré  "));
            Assert.That(outcome.Text, Does.Not.Contain(Outcome.Key));
            Assert.That(server.Requests, Has.Count.EqualTo(2));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Main_OneVariableMissing_ExitsWith2(CancellationToken cancellationToken)
    {
        var settings = Outcome.Settings(new Uri("https://service.invalid"));
        settings.Remove("KNOWLEDGE_BASE_ID");

        var outcome = await RunAsync(settings, cancellationToken);

        Assert.That(outcome.ExitCode, Is.EqualTo(2), outcome.Text);
    }

    [TestCase("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")]
    [TestCase("LC_ALL=C TZ=Pacific/Kiritimati")]
    [TestCase("LC_ALL=fa_IR.UTF-8 TZ=Pacific/Pago_Pago")]
    [CancelAfter(120_000)]
    public async Task Main_OtherSettingsOfTheProcess_PrintsTheSame(string changed, CancellationToken cancellationToken)
    {
        using var server = KnowledgeBaseServer.Start(Outcome.Key);
        server.SetRuns(
            Outcome.KnowledgeBase,
            """[{"id":"ré-I","status":"failed","progress":42,"created_at":"2026-03-04T05:06:07","finished_at":"2026-03-04T07:06:07+02:00","output":{"error":"İ"}}]""");
        var settings = Outcome.Settings(server.BaseAddress);
        (settings["LC_ALL"], settings["TZ"], settings["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"]) = ("en_US.UTF-8", "UTC", "0");

        var plain = await RunAsync(settings, cancellationToken);
        foreach (var variable in changed.Split(' ').Select(variable => variable.Split('=', 2)))
        {
            settings[variable[0]] = variable[1];
        }

        var other = await RunAsync(settings, cancellationToken);

        Assert.That(plain.LineWith("ré-I"), Does.Contain("2026-03-04 05:06"), plain.Text);
        Assert.That(other, Is.EqualTo(plain));
    }

    // The built program stands beside the tests, because they reference it.
    private static async Task<Outcome> RunAsync(Dictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "QuickStart.dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("KNOWLEDGE_BASE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new Outcome(process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill();
        }
    }
}
