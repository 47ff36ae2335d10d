using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Diagnostics;

public sealed class DurationTests
{
    [TestCase("00:00:30", ExpectedResult = "30 s")]
    [TestCase("00:01:30", ExpectedResult = "90 s")]
    [TestCase("00:05:00", ExpectedResult = "5 min")]
    [TestCase("02:00:00", ExpectedResult = "2 h")]
    [TestCase("1.00:00:00", ExpectedResult = "1 d")]
    [TestCase("49.00:00:00", ExpectedResult = "49 d")]
    [TestCase("00:00:00.5484213", ExpectedResult = "0.548 s")]
    [TestCase("00:00:00", ExpectedResult = "0 s")]
    [TestCase("-00:05:00", ExpectedResult = "-300 s")]
    [TestCase("10675199.02:48:05.4775807", ExpectedResult = "10,675,199.117 d")]
    public string Format_Duration_IsANumberWithItsUnit(string duration) =>
        Duration.Format(TimeSpan.ParseExact(duration, "c", System.Globalization.CultureInfo.InvariantCulture));
}
