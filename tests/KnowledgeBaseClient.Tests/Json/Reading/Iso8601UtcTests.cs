using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

/// <summary>What is read in a step is what would be read part by part.</summary>
public sealed class Iso8601UtcTests
{
    [TestCase("2026-03-04T17:19:31Z")]
    [TestCase("2026-03-04T17:19:31.2Z")]
    [TestCase("2026-03-04T17:19:31.204118Z")]
    [TestCase("2026-03-04T17:19:31.2041183Z")]
    [TestCase("2024-02-29T23:59:59.9999999Z")]
    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59Z")]
    public void TryParse_UsualTime_IsThatTime(string text)
    {
        Assert.That(Iso8601.TryParseUtc(Encoding.ASCII.GetBytes(text), out var time), Is.True);
        Assert.That(Iso8601.TryParseAnyForm(Encoding.ASCII.GetBytes(text), out var expected), Is.True);
        Assert.That(time, Is.EqualTo(expected));
        Assert.That(time.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase("2026-03-04T17:19:31.204118Z")]
    [TestCase("2023-02-28T23:59:59Z")]
    [TestCase("2024-12-31T23:59:59.9999999Z")]
    public void TryParse_AnyByteChanged_IsReadAsPartByPartOrNotAtAll(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                var changed = Encoding.ASCII.GetBytes(text);
                changed[at] = (byte)value;

                Check(changed);
            }
        }
    }

    [Test]
    public void TryParse_CutOffOrContinued_IsReadAsPartByPartOrNotAtAll([Values("2026-03-04T17:19:31.204118Z", "2026-03-04T17:19:31Z")] string text)
    {
        for (var length = 0; length < text.Length; length++)
        {
            Check(Encoding.ASCII.GetBytes(text[..length]));
            Check(Encoding.ASCII.GetBytes(text[..length] + "Z"));
            Check(Encoding.ASCII.GetBytes(text[..length] + ".5Z"));
            Check(Encoding.ASCII.GetBytes(text[..length] + "1234567890Z"));
        }
    }

    [Test]
    public void TryParse_LastDayOfEveryMonth_IsKnown([Values(2023, 2024, 1900, 2000)] int year, [Range(1, 12)] int month)
    {
        for (var day = 28; day <= 32; day++)
        {
            var isDay = Iso8601.TryParseUtc(Encoding.ASCII.GetBytes($"{year:0000}-{month:00}-{day:00}T00:00:00Z"), out _);

            Assert.That(isDay, Is.EqualTo(day <= DateTime.DaysInMonth(year, month)), $"{year}-{month}-{day}");
        }
    }

    private static void Check(byte[] text)
    {
        if (Iso8601.TryParseUtc(text, out var time))
        {
            Assert.That(Iso8601.TryParseAnyForm(text, out var expected), Is.True, Encoding.Latin1.GetString(text));
            Assert.That(time.EqualsExact(expected), Is.True, Encoding.Latin1.GetString(text));
        }
    }
}
