using System.Diagnostics;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>The output and the requests of the settings probe, which runs in a separate process with its own settings.</summary>
/// <param name="Settings">The first line of the output: the settings in effect.</param>
/// <param name="Printed">The rest of the output.</param>
/// <param name="Sent">The request lines and headers of the probe's requests, without the address.</param>
internal sealed record ProbeResult(string Settings, string Printed, string Sent)
{
    private const string Runs =
        """
        [{"id":"I","status":"failed","progress":7,"created_at":"2026-03-04T05:06:07","finished_at":"2026-03-04T23:59:59.5-11:00",
        "output":{"I":-1.5e+3,"i":1234567.25}},
        {"id":"ı","status":"failed","created_at":"2026-03-29T02:30:00","finished_at":"2026-03-29T02:30:00+14:00",
        "workflow_name":"İş akışı ١٢٣"},
        {"id":"١","status":"failed","created_at":"0001-01-01T00:00:00Z","finished_at":"9999-12-31T23:59:59.9999999Z"}]
        """;

    private const string FinishedRun =
        """
        [{"id":"I","status":"completed","progress":100,"created_at":"2026-11-01T01:30:00","finished_at":"2026-11-01 01:30:00+00"}]
        """;

    private static readonly Reply[] Successes = [Reply.Json(Runs), Reply.Json(Runs), Reply.Json(FinishedRun), Reply.Json(FinishedRun)];

    // The probe's clock shows the beginning of 1970.
    private static readonly Reply[] Errors =
    [
        Reply.Status(503, """{"detail":"down"}""", ("Retry-After", "Thu, 01 Jan 1970 02:00:00 GMT")),
        Reply.Status(429, "", ("Retry-After", "Thursday, 01-Jan-70 02:00:00 GMT")),
        Reply.Status(429, "", ("Retry-After", "Thu Jan  1 02:00:00 1970")),
        Reply.Status(429, "", ("Retry-After", "1234567")),
        Reply.Status(422, """{"detail":[{"loc":["query",1234567],"msg":"İ","type":"t"}]}"""),
        Reply.Json($"[{new string(' ', 1_234_567)}nul]"),
    ];

    // Removed, so that they do not affect the probe.
    private static readonly string[] InheritedVariables =
        ["LC_ALL", "LC_MESSAGES", "LC_TIME", "LC_NUMERIC", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_gcServer"];

    /// <param name="variables">Environment variables, such as <c>TZ=Asia/Kathmandu</c>.</param>
    public static async Task<ProbeResult> RunAsync(params string[] variables)
    {
        await using var server = ScriptedServer.Start([.. Successes, .. Errors]);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "KnowledgeBaseClient.SettingsProbe.dll"),
                $"{server.BaseAddress}",
                $"{Errors.Length}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in InheritedVariables)
        {
            start.Environment.Remove(name);
        }

        (start.Environment["LANG"], start.Environment["TZ"]) = ("en_US.UTF-8", "UTC");
        foreach (var variable in variables.Select(variable => variable.Split('=', 2)))
        {
            start.Environment[variable[0]] = variable[1];
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            var lines = (await output).Split('\n', 2);
            var sent = string.Join("", server.RequestTexts).Replace(server.BaseAddress.Authority, "", StringComparison.Ordinal);
            return process.ExitCode == 0
                ? new ProbeResult(lines[0].TrimEnd(), lines[1], sent)
                : throw new InvalidOperationException($"The probe exited with code {process.ExitCode}: {await output}{await errors}");
        }
        finally
        {
            process.Kill();
        }
    }
}
