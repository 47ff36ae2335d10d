using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Arguments and options that cannot work are refused before anything is sent.</summary>
public sealed class WaitOptionsTests : WaitingFixture
{
    private static readonly (string Name, WaitOptions Options)[] Unusable =
    [
        ("Timeout", new WaitOptions { Timeout = TimeSpan.Zero }),
        ("Timeout", new WaitOptions { Timeout = TimeSpan.FromSeconds(-1) }),
        ("Timeout", new WaitOptions { Timeout = TimeSpan.FromDays(50) }),
        ("StallTimeout", new WaitOptions { StallTimeout = TimeSpan.Zero }),
        ("StallTimeout", new WaitOptions { StallTimeout = TimeSpan.MaxValue }),
        ("MissingGrace", new WaitOptions { MissingGrace = TimeSpan.FromSeconds(-1) }),
        ("MissingGrace", new WaitOptions { MissingGrace = TimeSpan.MaxValue }),
        ("MaxConsecutiveFailures", new WaitOptions { MaxConsecutiveFailures = -1 }),
        ("Initial", new WaitOptions { Polling = new PollingOptions { Initial = TimeSpan.Zero } }),
        ("Maximum", new WaitOptions { Polling = new PollingOptions { Maximum = TimeSpan.FromMilliseconds(999) } }),
        ("Maximum", new WaitOptions { Polling = new PollingOptions { Maximum = TimeSpan.FromDays(2) } }),
        ("MaxConcurrentRequests", new WaitOptions { Polling = new PollingOptions { MaxConcurrentRequests = 0 } }),
    ];

    private static readonly (string Name, WatchOptions Options)[] UnusableForWatches =
    [
        ("MaxConsecutiveFailures", new WatchOptions { MaxConsecutiveFailures = -1 }),
        ("Initial", new WatchOptions { Polling = FixedInterval(TimeSpan.Zero) }),
    ];

    [TestCaseSource(nameof(Unusable))]
    public async Task WaitForAllAsync_OptionThatCannotWork_ThrowsArgumentException((string Name, WaitOptions Options) unusable)
    {
        var (name, options) = unusable;

        Assert.That((await CatchAsync<ArgumentException>(Client.WaitForAllAsync("kb", ["a"], options))).Message, Does.Contain(name));
        Assert.That(() => Client.WaitForEachAsync("kb", ["a"], options), Throws.ArgumentException.With.Message.Contains(name));
        Assert.That((await CatchAsync<ArgumentException>(Client.WaitForCompletionAsync("kb", "a", options))).Message, Does.Contain(name));
        Assert.That(Service.Requests, Is.Empty);
    }

    [TestCaseSource(nameof(UnusableForWatches))]
    public void WatchAsync_OptionThatCannotWork_ThrowsArgumentException((string Name, WatchOptions Options) unusable)
    {
        var (name, options) = unusable;

        Assert.That(() => Client.WatchAsync("kb", options), Throws.ArgumentException.With.Message.Contains(name));
        Assert.That(Service.Requests, Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a,b")]
    public async Task WaitForAllAsync_IdThatCannotBeAskedFor_ThrowsArgumentException(string? id)
    {
        var filter = new WatchOptions { Filter = new RunFilter { RunIds = ["a", id!] } };

        await CatchAsync<ArgumentException>(Client.WaitForAllAsync("kb", ["a", id!]));
        Assert.That(() => Client.WaitForEachAsync("kb", ["a", id!]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Client.WatchAsync("kb", filter), Throws.InstanceOf<ArgumentException>());
        Assert.That((await CatchAsync<ArgumentException>(Client.WaitForCompletionAsync("kb", id!))).ParamName, Is.EqualTo("runId"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public void WatchAsync_StatusThatCannotBeAskedFor_ThrowsArgumentException()
    {
        var options = new WatchOptions { Filter = new RunFilter { Status = new RunStatus(new string('s', 101)) } };

        Assert.That(() => Client.WatchAsync("kb", options), Throws.ArgumentException.With.Message.Contains("status"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("..")]
    public async Task WaitForAllAsync_KnowledgeBaseIdThatCannotBeAskedFor_ThrowsArgumentException(string? id)
    {
        await CatchAsync<ArgumentException>(Client.WaitForAllAsync(id!, ["a"]));
        Assert.That(() => Client.WaitForEachAsync(id!, []), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Client.WatchAsync(id!), Throws.InstanceOf<ArgumentException>());
        await CatchAsync<ArgumentException>(Client.WaitForCompletionAsync(id!, "a"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_OptionsChangedAfterwards_KeepsWhatTheyWere()
    {
        Service.Set("a", "running");
        var options = new WaitOptions { Polling = FixedInterval(TimeSpan.FromSeconds(5)) };
        _ = Client.WaitForCompletionAsync("kb", "a", options);
        options.Polling.Initial = options.Polling.Maximum = TimeSpan.FromSeconds(9);
        options.Polling = null;

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(5)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(5)));
    }
}
