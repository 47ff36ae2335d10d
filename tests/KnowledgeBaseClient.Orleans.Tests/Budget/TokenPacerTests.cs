using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Budget;

public sealed class TokenPacerTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(50)]
    [TestCase(5_000)]
    public void Available_FirstWindow_IsEmpty(int rate)
    {
        var pacer = new TokenPacer(rate, TimeSpan.Zero);

        Assert.That(pacer.Available(BudgetLimits.MinWindow - Ms), Is.Zero);
        Assert.That(pacer.NextIn(TimeSpan.Zero), Is.EqualTo(BudgetLimits.MinWindow));
        Assert.That(pacer.Available(BudgetLimits.MinWindow), Is.EqualTo(1));
    }

    [TestCase(1, 1)]
    [TestCase(10, 1)]
    [TestCase(50, 4)]
    [TestCase(5_000, 434)]
    public void Available_AfterIdleTime_IsNoBurst(int rate, int expected)
    {
        var pacer = new TokenPacer(rate, TimeSpan.Zero);

        Assert.That(pacer.Available(TimeSpan.FromHours(10)), Is.EqualTo(expected));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(10)]
    [TestCase(50)]
    [TestCase(999)]
    [TestCase(5_000)]
    [TestCase(100_000)]
    public void Take_AllThatIsAvailable_KeepsTheRateAndUsesMostOfIt(int rate)
    {
        var pacer = new TokenPacer(rate, TimeSpan.Zero);
        var granted = new List<TimeSpan>();
        var end = TimeSpan.FromSeconds(21) + BudgetLimits.MinWindow;
        for (var now = TimeSpan.Zero; now < end; now += 7 * Ms)
        {
            var count = pacer.Available(now);
            pacer.Take(count, now);
            granted.AddRange(Enumerable.Repeat(now, count));
        }

        Assert.That(SlidingWindow.MaxIn(TimeSpan.FromSeconds(1.1), granted), Is.LessThanOrEqualTo(rate));
        Assert.That(granted, Has.Count.GreaterThanOrEqualTo((int)(21 * rate * 0.85)));
    }

    [Test]
    public void NextIn_WindowIsFull_IsExact()
    {
        var pacer = new TokenPacer(10, TimeSpan.Zero);
        var now = TimeSpan.FromMinutes(1);
        pacer.Record(10, now);

        Assert.That(pacer.NextIn(now), Is.EqualTo(BudgetLimits.MinWindow));
        Assert.That(pacer.Available(now + BudgetLimits.MinWindow - Ms), Is.Zero);
        Assert.That(pacer.Available(now + BudgetLimits.MinWindow), Is.Positive);
    }

    [Test]
    public void Rate_Lowered_CountsWhatWasGranted()
    {
        var pacer = new TokenPacer(100, TimeSpan.Zero);
        var now = TimeSpan.FromMinutes(1);
        pacer.Take(pacer.Available(now), now);

        pacer.Rate = 5;

        Assert.That(pacer.Available(now + TimeSpan.FromSeconds(1)), Is.Zero);
        Assert.That(pacer.Available(now + BudgetLimits.MinWindow), Is.EqualTo(1));
    }

    [Test]
    public void Lifetime_Longer_LengthensTheWindow()
    {
        var pacer = new TokenPacer(1, TimeSpan.Zero) { Lifetime = TimeSpan.FromSeconds(2) };
        var now = TimeSpan.FromMinutes(1);
        pacer.Take(pacer.Available(now), now);
        pacer.Lifetime = BudgetLimits.MinLifetime;

        Assert.That(pacer.Available(now + TimeSpan.FromSeconds(3)), Is.Zero);
        Assert.That(pacer.Available(now + TimeSpan.FromSeconds(3.1)), Is.EqualTo(1));
    }
}
