using System.Diagnostics;
using System.Text;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class ProcessTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task Main_AllVariablesSet_CallsThatService(CancellationToken cancellationToken)
    {
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = SampleResult.ApiKey });
        server.Simulator.KnowledgeBase(SampleResult.KnowledgeBaseId).SetRunsJson("""[{"id":"ré","status":"stopped"}]""");

        var result = await RunAsync(SampleResult.VariablesFor(server.BaseAddress), cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Text);
            Assert.That(result.Text, Does.StartWith($"Calling the service at {server.BaseAddress}"));
            Assert.That(result.LineWith("stopped"), Does.StartWith("ré  "));
            Assert.That(result.Text, Does.Not.Contain(SampleResult.ApiKey));
            Assert.That(server.Simulator.Requests, Has.Count.EqualTo(2));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Main_OneVariableMissing_ExitsWith2(CancellationToken cancellationToken)
    {
        var variables = SampleResult.VariablesFor(new Uri("https://service.invalid"));
        variables.Remove("KNOWLEDGE_BASE_ID");

        var result = await RunAsync(variables, cancellationToken);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.Text);
    }

    [TestCase("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")]
    [TestCase("LC_ALL=C TZ=Pacific/Kiritimati")]
    [TestCase("LC_ALL=fa_IR.UTF-8 TZ=Pacific/Pago_Pago")]
    [CancelAfter(120_000)]
    public async Task Main_OtherGlobalizationSettings_PrintsTheSame(string changes, CancellationToken cancellationToken)
    {
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = SampleResult.ApiKey });
        server.Simulator.KnowledgeBase(SampleResult.KnowledgeBaseId).SetRunsJson("""
            [{
                "id":"ré-I","status":"failed","progress":42,"output":{"error":"İ"},
                "created_at":"2026-03-04T05:06:07","finished_at":"2026-03-04T07:06:07+02:00"
            }]
            """);
        var variables = SampleResult.VariablesFor(server.BaseAddress);
        (variables["LC_ALL"], variables["TZ"], variables["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"]) = ("en_US.UTF-8", "UTC", "0");

        var expected = await RunAsync(variables, cancellationToken);
        foreach (var variable in changes.Split(' ').Select(variable => variable.Split('=', 2)))
        {
            variables[variable[0]] = variable[1];
        }

        var actual = await RunAsync(variables, cancellationToken);

        Assert.That(expected.LineWith("ré-I"), Does.Contain("2026-03-04 05:06"), expected.Text);
        Assert.That(actual, Is.EqualTo(expected));
    }

    // The sample is copied next to the tests, because the test project references it.
    private static async Task<SampleResult> RunAsync(Dictionary<string, string?> variables, CancellationToken cancellationToken)
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

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new SampleResult(process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill();
        }
    }
}
