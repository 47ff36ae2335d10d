using System.Globalization;
using NUnit.Framework;

namespace QuickStart.Tests.Output;

public sealed class RunTableTests
{
    [Test]
    public async Task Write_LongAndWideText_TruncatesItAndAlignsColumns()
    {
        var result = await SampleResult.RunWithRunsAsync("""
            [
                {"id":"plain","status":"stopped","workflow":{"name":"Verträge"}},
                {"id":"wide","status":"awaiting_human_feedback","workflow":{"name":"要約を作る"}},
                {
                    "id":"0123456789012345678901234567890123456789","status":"queued",
                    "workflow":{"name":"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"}
                }
            ]
            """);

        string[] expected =
        [
            "ID                                    WORKFLOW                     STATUS                   PROGRESS  CREATED (UTC)  DURATION",
            "plain                                 Verträge                     stopped                       0 %  -                     -",
            "wide                                  要約を作る                   awaiting_human_feedback       0 %  -                     -",
            "01234567890123456789012345678901234…  😀😀😀😀😀😀😀😀😀😀😀😀😀…  queued                        0 %  -                     -",
        ];
        Assert.That(result.Lines.Skip(3).Take(4), Is.EqualTo(expected));
    }

    [Test]
    public async Task Write_TextWithTerminalControlCharacters_StaysOnItsLine()
    {
        var result = await SampleResult.RunWithRunsAsync(
            """[{"id":"a\u001b[31mb\u202e","status":"queued","workflow":{"name":"first\r\nsecond"}}]""");

        Assert.That(result.Lines[4], Does.StartWith("a[31mb  first  second  queued"));
    }

    [TestCase("2026-03-04T16:00:00Z", "2026-03-04T16:00:59.9Z", "2026-03-04 16:00      59 s")]
    [TestCase("2026-03-04T16:00:00+02:00", "2026-03-04T15:00:00Z", "2026-03-04 14:00  1 h 0 min")]
    [TestCase("2026-03-01T00:00:00Z", "2026-03-04T15:30:00Z", "2026-03-01 00:00  87 h 30 min")]
    [TestCase("2026-03-04T16:00:00Z", "2026-03-04T15:00:00Z", "2026-03-04 16:00         -")]
    public async Task Write_FinishedRun_ShowsCreationTimeInUtcAndDuration(string created, string finished, string expected)
    {
        var result = await SampleResult.RunWithRunsAsync(
            $$"""[{"id":"r","status":"completed","created_at":"{{created}}","finished_at":"{{finished}}"}]""");

        Assert.That(result.LineWith("completed"), Does.EndWith(expected));
    }

    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    [TestCase("th-TH")]
    public async Task Write_OtherCulture_PrintsTheSame(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);

        var result = await SampleResult.RunWithSimulatorAsync();

        Assert.That(result.LineWith("3f98e277"), Does.EndWith("completed     100 %  2026-03-04 16:00  2 min 45 s"));
    }
}
