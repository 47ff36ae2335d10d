using System.Globalization;
using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class RunTableTests
{
    [Test]
    public async Task Write_LongAndForeignText_CutsItAndKeepsTheColumns()
    {
        var outcome = await Outcome.WithRunsAsync("""
            [
                {"id":"plain","status":"stopped","workflow":{"name":"Verträge"}},
                {"id":"wide","status":"awaiting_human_feedback","workflow":{"name":"要約を作る"}},
                {"id":"0123456789012345678901234567890123456789","status":"queued","workflow":{"name":"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"}}
            ]
            """);

        Assert.That(
            outcome.Lines.Skip(2).Take(4),
            Is.EqualTo((string[])
            [
                "ID                                    WORKFLOW                     STATUS                   PROGRESS  CREATED (UTC)  FINISHED AFTER",
                "plain                                 Verträge                     stopped                       0 %  -                           -",
                "wide                                  要約を作る                   awaiting_human_feedback       0 %  -                           -",
                "01234567890123456789012345678901234…  😀😀😀😀😀😀😀😀😀😀😀😀😀…  queued                        0 %  -                           -",
            ]));
    }

    [Test]
    public async Task Write_TextThatWouldSteerTheTerminal_StaysOnItsLine()
    {
        var outcome = await Outcome.WithRunsAsync("""[{"id":"a\u001b[31mb\u202e","status":"queued","workflow":{"name":"first\r\nsecond"}}]""");

        Assert.That(outcome.Lines[3], Does.StartWith("a[31mb  first  second  queued"));
    }

    [TestCase("2026-03-04T16:00:00Z", "2026-03-04T16:00:59.9Z", "2026-03-04 16:00            59 s")]
    [TestCase("2026-03-04T16:00:00+02:00", "2026-03-04T15:00:00Z", "2026-03-04 14:00       1 h 0 min")]
    [TestCase("2026-03-01T00:00:00Z", "2026-03-04T15:30:00Z", "2026-03-01 00:00     87 h 30 min")]
    [TestCase("2026-03-04T16:00:00Z", "2026-03-04T15:00:00Z", "2026-03-04 16:00               -")]
    public async Task Write_FinishedRun_ShowsWhenInUtcAndForHowLong(string created, string finished, string times)
    {
        var outcome = await Outcome.WithRunsAsync($$"""[{"id":"r","status":"completed","created_at":"{{created}}","finished_at":"{{finished}}"}]""");

        Assert.That(outcome.LineWith("completed"), Does.EndWith(times));
    }

    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    [TestCase("th-TH")]
    public async Task Write_AnotherCulture_WritesTheSame(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);

        var outcome = await Outcome.WithNothingSetAsync();

        Assert.That(outcome.LineWith("3f98e277"), Does.EndWith("completed     100 %  2026-03-04 16:00      2 min 45 s"));
    }
}
