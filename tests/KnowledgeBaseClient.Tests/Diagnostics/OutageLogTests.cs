using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Diagnostics;

/// <summary>Which failed polls are logged: the first of an outage, and then one after intervals that double.</summary>
public sealed class OutageLogTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly OutageLog _outage;

    public OutageLogTests() => _outage = new OutageLog(_clock);

    [Test]
    public void AddFailure_EveryTenSecondsForSixHours_LogsAtIntervalsThatDoubleUpToAnHour()
    {
        var start = _clock.GetUtcNow();
        List<double> logged = [];
        for (var poll = 0; poll < 6 * 360; poll++)
        {
            if (Fail())
            {
                logged.Add((_clock.GetUtcNow() - start).TotalMinutes);
            }

            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.That(logged, Is.EqualTo((double[])[0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303]));
    }

    [Test]
    public void AddSuccess_AfterALoggedFailure_ReturnsTheNumberOfFailedPollsOnce()
    {
        Fail();
        Fail();

        Assert.That((_outage.AddSuccess(), _outage.AddSuccess()), Is.EqualTo((2, 0)));
    }

    [Test]
    public void AddFailure_EverySecondPollForAnHour_LogsAsRarelyAsAnOutage()
    {
        var (warnings, recoveries) = (0, 0);
        for (var poll = 0; poll < 180; poll++)
        {
            warnings += Fail() ? 1 : 0;
            _clock.Advance(TimeSpan.FromSeconds(10));
            recoveries += _outage.AddSuccess() > 0 ? 1 : 0;
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.That((warnings, recoveries), Is.EqualTo((6, 6)));
    }

    [Test]
    public void AddFailure_MuchLater_BeginsWithTheShortestIntervalAgain()
    {
        Fail();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Fail();
        _outage.AddSuccess();
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That(Fail(), Is.True);
        Assert.That(_outage.Interval, Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    private bool Fail() => _outage.AddFailure(_clock.GetTimestamp());
}
