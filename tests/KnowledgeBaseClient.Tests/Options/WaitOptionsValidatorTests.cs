using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

/// <summary>Tests the limits of wait and watch options and the messages beyond them.</summary>
public sealed class WaitOptionsValidatorTests
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    private static readonly (WaitOptions Options, string Problem)[] Invalid =
    [
        (new() { Timeout = TimeSpan.Zero },
            "Timeout is 00:00:00. Set WaitOptions.Timeout to a positive duration of at most 49 days, "
            + "or to Timeout.InfiniteTimeSpan for no limit."),
        (new() { Timeout = Longest + Instant },
            "Timeout is 49.00:00:00.0000001. Set WaitOptions.Timeout to a positive duration of at most 49 days, "
            + "or to Timeout.InfiniteTimeSpan for no limit."),
        (new() { StallTimeout = TimeSpan.Zero },
            "StallTimeout is 00:00:00. Set WaitOptions.StallTimeout to a positive duration of at most 49 days, "
            + "or to Timeout.InfiniteTimeSpan for no limit."),
        (new() { MissingGrace = -Instant },
            "MissingGrace is -00:00:00.0000001. Set WaitOptions.MissingGrace to zero or a positive duration of at most 49 days, "
            + "or to Timeout.InfiniteTimeSpan for no limit."),
        (new() { OutageTimeout = -Instant, Polling = new() { InitialInterval = TimeSpan.Zero } },
            "OutageTimeout is -00:00:00.0000001. Set WaitOptions.OutageTimeout to zero or a positive duration of at most 49 days, "
            + "or to Timeout.InfiniteTimeSpan for no limit."),
        (new() { Polling = new() { InitialInterval = OneDay + Instant } },
            "Polling.InitialInterval is 1.00:00:00.0000001. Set WaitOptions.Polling.InitialInterval to a positive duration "
            + "of at most 1 day."),
        (new() { Polling = new() { InitialInterval = OneDay, MaxInterval = OneDay - Instant } },
            "Polling.MaxInterval is 23:59:59.9999999. Set WaitOptions.Polling.MaxInterval to a duration from InitialInterval (1.00:00:00) "
            + "to 1 day."),
        (new() { Polling = new() { MaxInterval = OneDay + Instant, MaxConcurrentRequests = 0 } },
            "Polling.MaxInterval is 1.00:00:00.0000001. Set WaitOptions.Polling.MaxInterval to a duration from InitialInterval (00:00:01) "
            + "to 1 day."),
        (new() { Polling = new() { MaxConcurrentRequests = 0 } },
            "Polling.MaxConcurrentRequests is 0. Set WaitOptions.Polling.MaxConcurrentRequests to at least 1."),
    ];

    private static readonly WaitOptions[] Valid =
    [
        new() { Timeout = Longest, StallTimeout = Longest, MissingGrace = Longest, OutageTimeout = Longest },
        new() { Timeout = Instant, StallTimeout = Instant, MissingGrace = TimeSpan.Zero },
        new() { Timeout = Timeout.InfiniteTimeSpan, StallTimeout = Timeout.InfiniteTimeSpan, MissingGrace = Timeout.InfiniteTimeSpan },
        new() { OutageTimeout = Timeout.InfiniteTimeSpan },
        new() { OutageTimeout = TimeSpan.Zero },
        new() { Polling = new() { InitialInterval = OneDay, MaxInterval = OneDay, MaxConcurrentRequests = 1 } },
        new() { Polling = new() { InitialInterval = Instant, MaxInterval = Instant } },
    ];

    private static IEnumerable<int> InvalidNumbers => Enumerable.Range(0, Invalid.Length);

    private static IEnumerable<int> ValidNumbers => Enumerable.Range(0, Valid.Length);

    [Test]
    public void CopyAndValidate_OptionBeyondItsLimit_ThrowsAndNamesTheLimit([ValueSource(nameof(InvalidNumbers))] int number)
    {
        var (options, problem) = Invalid[number];

        Assert.That(
            () => WaitOptionsValidator.CopyAndValidate(options),
            Throws.TypeOf<ArgumentException>().With.Message.EqualTo($"{problem} (Parameter 'options')"));
    }

    [Test]
    public void CopyAndValidate_InvalidPollingOfAWatch_NamesTheWatchOption()
    {
        var options = new WatchOptions { Polling = new() { InitialInterval = TimeSpan.Zero } };

        Assert.That(
            () => WaitOptionsValidator.CopyAndValidate(options),
            Throws.TypeOf<ArgumentException>()
                .With.Message.StartsWith("Polling.InitialInterval is 00:00:00. Set WatchOptions.Polling.InitialInterval to a positive"));
    }

    [Test]
    public void CopyAndValidate_OptionAtItsLimit_IsAccepted([ValueSource(nameof(ValidNumbers))] int number)
    {
        Assert.That(() => WaitOptionsValidator.CopyAndValidate(Valid[number]), Throws.Nothing);
    }

    [Test]
    public void CopyAndValidate_SeveralWatchOptionsBeyondTheirLimits_NamesTheFirst()
    {
        var options = new WatchOptions { OutageTimeout = Longest + Instant, Polling = new() { InitialInterval = TimeSpan.Zero } };

        Assert.That(
            () => WaitOptionsValidator.CopyAndValidate(options),
            Throws.TypeOf<ArgumentException>().With.Message.EqualTo(
                "OutageTimeout is 49.00:00:00.0000001. Set WatchOptions.OutageTimeout to zero or a positive duration of at most 49 days, "
                + "or to Timeout.InfiniteTimeSpan for no limit. (Parameter 'options')"));
    }
}
