using System.Globalization;
using System.Runtime;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;
using KnowledgeBaseClient;
using KnowledgeBaseClient.SettingsProbe;

// Calls the service at the given address and prints the results. The first line shows the settings in effect. All other lines must be the
// same under all settings.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var zone = TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)).ToString("c");
var culture = CultureInfo.CurrentCulture.Name is { Length: > 0 } name ? name : "none";
Console.WriteLine(
    $"zone {zone}, culture {culture}, all cultures {CultureInfo.GetCultures(CultureTypes.AllCultures).Length > 1}, "
    + $"server gc {GCSettings.IsServerGC}, vectors {Vector128.IsHardwareAccelerated}");

var options = new KnowledgeBaseClientOptions { ApiKey = "key-of-the-probe", BaseAddress = new Uri(args[0]), MaxRetries = 0 };
using var client = new RunsClient(options, timeProvider: new FixedClock(DateTimeOffset.UnixEpoch));

foreach (var run in await client.ListAsync("KI-ıİ", new RunFilter { Status = RunStatus.Failed, RunIds = ["I", "ı", "١"] }))
{
    Print(run);
}

await foreach (var run in client.StreamAsync("kb"))
{
    Print(run);
}

Print((await client.FindAsync("kb", "I"))!);
Print(await client.WaitForCompletionAsync("kb", "I"));

// The second argument is the number of errors that the service returns next.
for (var error = 0; error < int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture); error++)
{
    try
    {
        await client.ListAsync("kb");
    }
    catch (KnowledgeBaseException failure)
    {
        Console.WriteLine($"{failure.GetType().Name}: {failure.Message}");
        Console.WriteLine((failure as KnowledgeBaseApiException)?.RetryAfter?.ToString("c") ?? "no RetryAfter");
    }
}

try
{
    _ = new RunsClient(new KnowledgeBaseClientOptions
    {
        ApiKey = "test-api-key",
        MaxRetries = -1,
        MaxResponseBytes = -1234567,
        TotalTimeout = TimeSpan.FromDays(-1.5),
    });
}
catch (ArgumentException invalid)
{
    Console.WriteLine(invalid.Message);
}

static void Print(Run run)
{
    var progress = run.Progress.ToString(CultureInfo.InvariantCulture);
    Console.WriteLine($"{run.Id} {run.Status} {progress} {Utc(run.CreatedAt)} {Utc(run.FinishedAt)}");
    Console.WriteLine(JsonSerializer.Serialize(run));
}

static string Utc(DateTimeOffset? time) => time?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) ?? "never";
