using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>When a poll is worthwhile, by the expected ends of runs.</summary>
public sealed class PollForecastTests
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(15);

    [Test]
    public void UntilNext_NoEstimate_IsNull() => Assert.That(PollForecast.UntilNext([], 3, MaxInterval), Is.Null);

    [TestCase(10, 11.2)]
    [TestCase(0, 1.2)]
    [TestCase(-5, 1.2)]
    [TestCase(20, 13)]
    [TestCase(1000, 45)]
    public void UntilNext_OneRun_IsShortlyAfterItsEndOrPartOfALongTime(double secondsLeft, double expected) =>
        Assert.That(UntilNext(1, secondsLeft), Is.EqualTo(expected).Within(0.001));

    [Test]
    public void UntilNext_SeveralRuns_WaitsForSomeOfThem()
    {
        // 1 + 3 × 0.2 s: the first waits for 1 s alone, then both for 0.3 s.
        Assert.That(UntilNext(3, 5, 6, 14), Is.EqualTo(6.3).Within(0.001));
    }

    [Test]
    public void UntilNext_ManyRuns_IsNotAfterEachOfThem()
    {
        double[] left = [.. Enumerable.Range(0, 100).Select(i => i / 10.0)];

        Assert.That(UntilNext(100, left), Is.InRange(1.5, 3));
        Assert.That(UntilNext(10_000, left), Is.EqualTo(45).Within(25));
    }

    [Test]
    public void UntilNext_RunsWithoutEstimate_CountAsOpen() =>
        Assert.That(UntilNext(6, 5), Is.EqualTo(7.2).Within(0.001));

    private static double UntilNext(int openRuns, params double[] secondsLeft) =>
        PollForecast.UntilNext(secondsLeft.Select(TimeSpan.FromSeconds), openRuns, MaxInterval)!.Value.TotalSeconds;
}
