using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

/// <summary>Where the limits of the options of waits and watches are, and what is said beyond them.</summary>
public sealed class WaitOptionsValidatorTests
{
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    private static readonly (WaitOptions Options, string Complaint)[] Unusable =
    [
        (new() { Timeout = TimeSpan.Zero },
            "Timeout is 00:00:00, but has to be positive and at most 49 days, or Timeout.InfiniteTimeSpan for no limit."),
        (new() { Timeout = Longest + Instant },
            "Timeout is 49.00:00:00.0000001, but has to be positive and at most 49 days, or Timeout.InfiniteTimeSpan for no limit."),
        (new() { StallTimeout = TimeSpan.Zero },
            "StallTimeout is 00:00:00, but has to be positive and at most 49 days, or Timeout.InfiniteTimeSpan for no limit."),
        (new() { MissingGrace = -Instant },
            "MissingGrace is -00:00:00.0000001, but has to be zero or more and at most 49 days, or Timeout.InfiniteTimeSpan for no limit."),
        (new() { MaxConsecutiveFailures = -1, Polling = new() { Initial = TimeSpan.Zero } },
            "MaxConsecutiveFailures is -1, but must not be negative."),
        (new() { Polling = new() { Initial = ADay + Instant } },
            "Polling: Initial is 1.00:00:00.0000001, but has to be positive and at most a day."),
        (new() { Polling = new() { Initial = ADay, Maximum = ADay - Instant } },
            "Polling: Maximum is 23:59:59.9999999, but has to be at least Initial, 1.00:00:00, and at most a day."),
        (new() { Polling = new() { Maximum = ADay + Instant, MaxConcurrentRequests = 0 } },
            "Polling: Maximum is 1.00:00:00.0000001, but has to be at least Initial, 00:00:01, and at most a day."),
        (new() { Polling = new() { MaxConcurrentRequests = 0 } },
            "Polling: MaxConcurrentRequests is 0, but has to be at least 1."),
    ];

    private static readonly WaitOptions[] Usable =
    [
        new() { Timeout = Longest, StallTimeout = Longest, MissingGrace = Longest },
        new() { Timeout = Instant, StallTimeout = Instant, MissingGrace = TimeSpan.Zero },
        new() { Timeout = Timeout.InfiniteTimeSpan, StallTimeout = Timeout.InfiniteTimeSpan, MissingGrace = Timeout.InfiniteTimeSpan },
        new() { MaxConsecutiveFailures = 0, Polling = new() { Initial = ADay, Maximum = ADay, MaxConcurrentRequests = 1 } },
        new() { Polling = new() { Initial = Instant, Maximum = Instant } },
    ];

    private static IEnumerable<int> UnusableNumbers => Enumerable.Range(0, Unusable.Length);

    private static IEnumerable<int> UsableNumbers => Enumerable.Range(0, Usable.Length);

    [Test]
    public void Checked_OptionBeyondItsLimit_ThrowsWithWhatItHasToBe([ValueSource(nameof(UnusableNumbers))] int number)
    {
        var (options, complaint) = Unusable[number];

        Assert.That(
            () => WaitOptionsValidator.Checked(options),
            Throws.TypeOf<ArgumentException>().With.Message.EqualTo($"{complaint} (Parameter 'options')"));
    }

    [Test]
    public void Checked_OptionAtItsLimit_IsTaken([ValueSource(nameof(UsableNumbers))] int number)
    {
        Assert.That(() => WaitOptionsValidator.Checked(Usable[number]), Throws.Nothing);
    }

    [Test]
    public void Checked_SeveralOptionsOfAWatchBeyondTheirLimits_NamesTheFirst()
    {
        var options = new WatchOptions { MaxConsecutiveFailures = -1, Polling = new() { Initial = TimeSpan.Zero } };

        Assert.That(
            () => WaitOptionsValidator.Checked(options),
            Throws.TypeOf<ArgumentException>().With.Message.EqualTo("MaxConsecutiveFailures is -1, but must not be negative. (Parameter 'options')"));
    }
}
