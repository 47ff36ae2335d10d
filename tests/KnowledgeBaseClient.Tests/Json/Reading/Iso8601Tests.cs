using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

public sealed class Iso8601Tests
{
    // The result does not depend on the time zone of the machine.
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
    public void Read_Timestamp_HasItsInstantAndOffset(string text, string expected)
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
    public void Read_NotATimestamp_IsNullAndWrittenUnchanged(string text)
    {
        var json = Times(text);

        var run = RunText.Read(json);

        Assert.That(new[] { run.CreatedAt, run.FinishedAt, run.Workflow!.CreatedAt, RunText.ReadSummary(json).CreatedAt }, Is.All.Null);
        JsonAssert.Same(RunText.Write(run), json);
    }

    [TestCase("2026-03-04T17:19:31Z")]
    [TestCase("2026-03-04T17:19:31.2Z")]
    [TestCase("2026-03-04T17:19:31.204118Z")]
    [TestCase("2026-03-04T17:19:31.2041183Z")]
    [TestCase("2024-02-29T23:59:59.9999999Z")]
    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59Z")]
    public void TryParseUtc_UsualForm_AgreesWithTheSlowPath(string text)
    {
        Assert.That(Iso8601.TryParseUtc(Encoding.ASCII.GetBytes(text), out var time), Is.True);
        Assert.That(Iso8601.TryParseAnyForm(Encoding.ASCII.GetBytes(text), out var expected), Is.True);
        Assert.That(time, Is.EqualTo(expected));
        Assert.That(time.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase("2026-03-04T17:19:31.204118Z")]
    [TestCase("2023-02-28T23:59:59Z")]
    [TestCase("2024-12-31T23:59:59.9999999Z")]
    public void TryParseUtc_AnyByteChanged_FailsOrAgreesWithTheSlowPath(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                var changed = Encoding.ASCII.GetBytes(text);
                changed[at] = (byte)value;

                AssertFailsOrAgrees(changed);
            }
        }
    }

    [Test]
    public void TryParseUtc_TruncatedOrExtended_FailsOrAgreesWithTheSlowPath(
        [Values("2026-03-04T17:19:31.204118Z", "2026-03-04T17:19:31Z")] string text)
    {
        for (var length = 0; length < text.Length; length++)
        {
            AssertFailsOrAgrees(Encoding.ASCII.GetBytes(text[..length]));
            AssertFailsOrAgrees(Encoding.ASCII.GetBytes(text[..length] + "Z"));
            AssertFailsOrAgrees(Encoding.ASCII.GetBytes(text[..length] + ".5Z"));
            AssertFailsOrAgrees(Encoding.ASCII.GetBytes(text[..length] + "1234567890Z"));
        }
    }

    [Test]
    public void TryParseUtc_LastDaysOfEveryMonth_AcceptsOnlyRealDays([Values(2023, 2024, 1900, 2000)] int year, [Range(1, 12)] int month)
    {
        for (var day = 28; day <= 32; day++)
        {
            var isDay = Iso8601.TryParseUtc(Encoding.ASCII.GetBytes($"{year:0000}-{month:00}-{day:00}T00:00:00Z"), out _);

            Assert.That(isDay, Is.EqualTo(day <= DateTime.DaysInMonth(year, month)), $"{year}-{month}-{day}");
        }
    }

    private static void AssertFailsOrAgrees(byte[] text)
    {
        if (Iso8601.TryParseUtc(text, out var time))
        {
            Assert.That(Iso8601.TryParseAnyForm(text, out var expected), Is.True, Encoding.Latin1.GetString(text));
            Assert.That(time.EqualsExact(expected), Is.True, Encoding.Latin1.GetString(text));
        }
    }

    private static string Times(string text) =>
        RunText.With($$"""  "created_at":"{{text}}","finished_at":"{{text}}","workflow":{"created_at":"{{text}}"}  """);
}
