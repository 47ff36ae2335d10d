using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Settings of the whole process: parsed values, messages and requests are the same under each.</summary>
public sealed class ProcessSettingsTests
{
    private static readonly Lazy<Task<ProbeResult>> Default = new(() => ProbeResult.RunAsync());

    [Test]
    public async Task Probe_DefaultSettings_ReadsTimesWithoutOffsetAsUtcAndAllFormsOfRetryAfter()
    {
        var expected = await Default.Value;

        Assert.That(expected.Settings, Does.StartWith("zone 00:00:00, culture en-US, all cultures True, server gc False"));
        Assert.That(expected.Printed, Does.StartWith("I failed 7 2026-03-04T05:06:07.0000000+00:00 2026-03-05T10:59:59.5000000+00:00\n"));
        Assert.That(
            expected.Printed, Does.Contain("\nI completed 100 2026-11-01T01:30:00.0000000+00:00 2026-11-01T01:30:00.0000000+00:00\n"));
        Assert.That(expected.Printed, Does.Contain("""{"I":-1.5e+3,"i":1234567.25}"""));
        Assert.That(expected.Printed.Split("\n02:00:00\n"), Has.Length.EqualTo(4), expected.Printed);
        Assert.That(expected.Printed, Does.Contain("\n14.06:56:07\n").And.Contain("InvalidResponseException"));
        Assert.That(expected.Printed, Does.Contain("MaxRetries is -1."));
        Assert.That(
            expected.Sent,
            Does.StartWith("GET /v1/knowledge-bases/KI-%C4%B1%C4%B0/runs?status=failed&run_ids=I%2C%C4%B1%2C%D9%A1 HTTP/1.1\r\n"));
    }

    [TestCase("TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8", "zone 14:00:00, culture tr-TR")]
    [TestCase("TZ=Pacific/Pago_Pago LC_ALL=fa_IR.UTF-8", "zone -11:00:00, culture fa-IR")]
    [TestCase("TZ=Asia/Kathmandu LC_ALL=ar_SA.UTF-8", "zone 05:45:00, culture ar-SA")]
    [TestCase("TZ=America/New_York LC_ALL=th_TH.UTF-8", "zone -05:00:00, culture th-TH")]
    [TestCase("LC_ALL=C", "culture none")]
    [TestCase("LC_ALL=POSIX DOTNET_gcServer=1", "culture none, all cultures True, server gc True")]
    [TestCase("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "culture none, all cultures False")]
    [TestCase("DOTNET_EnableHWIntrinsic=0", "vectors False")]
    public async Task Probe_OtherSettings_PrintsAndSendsTheSame(string settings, string expectedSettings)
    {
        var result = await ProbeResult.RunAsync(settings.Split(' '));
        var expected = await Default.Value;

        Assert.That(result.Settings, Does.Contain(expectedSettings), "The settings have no effect, so the test proves nothing.");
        Assert.That(result.Printed, Is.EqualTo(expected.Printed));
        Assert.That(result.Sent, Is.EqualTo(expected.Sent));
    }
}
