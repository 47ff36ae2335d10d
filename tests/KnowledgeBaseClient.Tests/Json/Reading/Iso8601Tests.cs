using System.Globalization;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

public sealed class Iso8601Tests
{
    // The offset expected is the one given, whatever the time zone of the machine.
    [TestCase("2024-01-31T12:34:56Z", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31T12:34:56z", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31t12:34:56Z", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31T12:34:56", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31T12:34:56+02:00", "2024-01-31T12:34:56.0000000+02:00")]
    [TestCase("2024-01-31T12:34:56-05:30", "2024-01-31T12:34:56.0000000-05:30")]
    [TestCase("2024-01-31T12:34:56+0000", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31T12:34:56-0530", "2024-01-31T12:34:56.0000000-05:30")]
    [TestCase("2024-01-31T12:34:56+00", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31T12:34:56-08", "2024-01-31T12:34:56.0000000-08:00")]
    [TestCase("2024-01-31T12:34:56+14:00", "2024-01-31T12:34:56.0000000+14:00")]
    [TestCase("2024-01-31T12:34:56-00:00", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31T12:34:56.482913", "2024-01-31T12:34:56.4829130+00:00")]
    [TestCase("2024-01-31T12:34:56.482913+02:00", "2024-01-31T12:34:56.4829130+02:00")]
    [TestCase("2024-01-31T12:34:56.123456789Z", "2024-01-31T12:34:56.1234567+00:00")]
    [TestCase("2024-01-31T12:34:56.9999999999999999999999Z", "2024-01-31T12:34:56.9999999+00:00")]
    [TestCase("2024-01-31T12:34:56.9Z", "2024-01-31T12:34:56.9000000+00:00")]
    [TestCase("2024-01-31T12:34:56,5Z", "2024-01-31T12:34:56.5000000+00:00")]
    [TestCase("2024-01-31 12:34:56", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase("2024-01-31 12:34:56.482913+00", "2024-01-31T12:34:56.4829130+00:00")]
    [TestCase("2024-01-31 12:34:56 +02:00", "2024-01-31T12:34:56.0000000+02:00")]
    [TestCase("2024-01-31T12:34Z", "2024-01-31T12:34:00.0000000+00:00")]
    [TestCase("2024-01-31", "2024-01-31T00:00:00.0000000+00:00")]
    [TestCase(" 2024-01-31T12:34:56Z ", "2024-01-31T12:34:56.0000000+00:00")]
    [TestCase(@"2024-01-31T12:34:56\u002B02:00", "2024-01-31T12:34:56.0000000+02:00")]
    [TestCase("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000+00:00")]
    [TestCase("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [TestCase("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    public void Parse_Time_IsTheInstantWithTheOffsetGiven(string text, string expected)
    {
        var json = Times(text);

        var run = RunText.Read(json);

        DateTimeOffset?[] times = [run.CreatedAt, run.FinishedAt, run.Workflow!.CreatedAt, RunText.ReadSummary(json).CreatedAt];
        Assert.That(times.Select(time => time?.ToString("O", CultureInfo.InvariantCulture)), Is.All.EqualTo(expected));
        JsonAssert.Same(RunText.Write(run), json);
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("yesterday")]
    [TestCase("2024")]
    [TestCase("2024-01")]
    [TestCase("2024-1-31")]
    [TestCase("2024-13-01T00:00:00Z")]
    [TestCase("2024-00-01T00:00:00Z")]
    [TestCase("2023-02-29T00:00:00Z")]
    [TestCase("2024-01-00T00:00:00Z")]
    [TestCase("0000-01-01T00:00:00Z")]
    [TestCase("2024-01-31T")]
    [TestCase("2024-01-31T12")]
    [TestCase("2024-01-31T24:00:00Z")]
    [TestCase("2024-01-31T12:60:00Z")]
    [TestCase("2024-01-31T12:34:60Z")]
    [TestCase("2024-01-31T12:34:56.Z")]
    [TestCase("2024-01-31T12:34:56+")]
    [TestCase("2024-01-31T12:34:56+2")]
    [TestCase("2024-01-31T12:34:56+15:00")]
    [TestCase("2024-01-31T12:34:56+02:60")]
    [TestCase("2024-01-31T12:34:56ZZ")]
    [TestCase("2024-01-31T12:34:56Z and more")]
    [TestCase("2024-01-31T12:34:56+02:00:00")]
    [TestCase("+024-01-31T12:34:56Z")]
    [TestCase("２０２４-01-31T12:34:56Z")]
    [TestCase("0001-01-01T00:00:00+02:00")]
    [TestCase("9999-12-31T23:59:59-02:00")]
    [TestCase("1706704496")]
    public void Parse_NotATime_IsNullAndKept(string text)
    {
        var json = Times(text);

        var run = RunText.Read(json);

        Assert.That(new[] { run.CreatedAt, run.FinishedAt, run.Workflow!.CreatedAt, RunText.ReadSummary(json).CreatedAt }, Is.All.Null);
        JsonAssert.Same(RunText.Write(run), json);
    }

    private static string Times(string text) =>
        RunText.With($$"""  "created_at":"{{text}}","finished_at":"{{text}}","workflow":{"created_at":"{{text}}"}  """);
}
