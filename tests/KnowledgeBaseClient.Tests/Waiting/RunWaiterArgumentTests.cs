using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Invalid arguments and options are rejected before any request is sent.</summary>
public sealed class RunWaiterArgumentTests : WaitingFixture
{
    private static readonly (string Name, WaitOptions Options)[] InvalidWaitOptions =
    [
        ("Timeout", new WaitOptions { Timeout = TimeSpan.Zero }),
        ("Timeout", new WaitOptions { Timeout = TimeSpan.FromSeconds(-1) }),
        ("Timeout", new WaitOptions { Timeout = TimeSpan.FromDays(50) }),
        ("StallTimeout", new WaitOptions { StallTimeout = TimeSpan.Zero }),
        ("StallTimeout", new WaitOptions { StallTimeout = TimeSpan.MaxValue }),
        ("MissingGrace", new WaitOptions { MissingGrace = TimeSpan.FromSeconds(-1) }),
        ("MissingGrace", new WaitOptions { MissingGrace = TimeSpan.MaxValue }),
        ("OutageTimeout", new WaitOptions { OutageTimeout = TimeSpan.FromSeconds(-1) }),
        ("InitialInterval", new WaitOptions { Polling = new PollingOptions { InitialInterval = TimeSpan.Zero } }),
        ("MaxInterval", new WaitOptions { Polling = new PollingOptions { MaxInterval = TimeSpan.FromMilliseconds(999) } }),
        ("MaxInterval", new WaitOptions { Polling = new PollingOptions { MaxInterval = TimeSpan.FromDays(2) } }),
        ("MaxConcurrentRequests", new WaitOptions { Polling = new PollingOptions { MaxConcurrentRequests = 0 } }),
    ];

    private static readonly (string Name, WatchOptions Options)[] InvalidWatchOptions =
    [
        ("OutageTimeout", new WatchOptions { OutageTimeout = TimeSpan.FromSeconds(-1) }),
        ("InitialInterval", new WatchOptions { Polling = FixedInterval(TimeSpan.Zero) }),
    ];

    [TestCaseSource(nameof(InvalidWaitOptions))]
    public async Task WaitForAllAsync_InvalidOption_ThrowsArgumentException((string Name, WaitOptions Options) invalid)
    {
        var (name, options) = invalid;

        Assert.That((await CatchAsync<ArgumentException>(Client.WaitForAllAsync("kb", ["a"], options))).Message, Does.Contain(name));
        Assert.That(() => Client.WaitForEachAsync("kb", ["a"], options), Throws.ArgumentException.With.Message.Contains(name));
        Assert.That((await CatchAsync<ArgumentException>(Client.WaitForCompletionAsync("kb", "a", options))).Message, Does.Contain(name));
        Assert.That(Service.Queries, Is.Empty);
    }

    [TestCaseSource(nameof(InvalidWatchOptions))]
    public void WatchAsync_InvalidOption_ThrowsArgumentException((string Name, WatchOptions Options) invalid)
    {
        var (name, options) = invalid;

        Assert.That(() => Client.WatchAsync("kb", options), Throws.ArgumentException.With.Message.Contains(name));
        Assert.That(Service.Queries, Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a,b")]
    public async Task WaitForAllAsync_InvalidRunId_ThrowsArgumentException(string? id)
    {
        var filter = new WatchOptions { Filter = new RunFilter { RunIds = ["a", id!] } };

        await CatchAsync<ArgumentException>(Client.WaitForAllAsync("kb", ["a", id!]));
        Assert.That(() => Client.WaitForEachAsync("kb", ["a", id!]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Client.WatchAsync("kb", filter), Throws.InstanceOf<ArgumentException>());
        Assert.That((await CatchAsync<ArgumentException>(Client.WaitForCompletionAsync("kb", id!))).ParamName, Is.EqualTo("runId"));
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public void WatchAsync_InvalidStatus_ThrowsArgumentException()
    {
        var options = new WatchOptions { Filter = new RunFilter { Status = new RunStatus(new string('s', 101)) } };

        Assert.That(() => Client.WatchAsync("kb", options), Throws.ArgumentException.With.Message.Contains("status"));
        Assert.That(Service.Queries, Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("..")]
    public async Task WaitForAllAsync_InvalidKnowledgeBaseId_ThrowsArgumentException(string? id)
    {
        await CatchAsync<ArgumentException>(Client.WaitForAllAsync(id!, ["a"]));
        Assert.That(() => Client.WaitForEachAsync(id!, []), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Client.WatchAsync(id!), Throws.InstanceOf<ArgumentException>());
        await CatchAsync<ArgumentException>(Client.WaitForCompletionAsync(id!, "a"));
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_OptionsChangeAfterStart_UsesOriginalValues()
    {
        Service.Set("a", "running");
        var options = new WaitOptions { Polling = FixedInterval(TimeSpan.FromSeconds(5)) };
        _ = Client.WaitForCompletionAsync("kb", "a", options);
        options.Polling.InitialInterval = options.Polling.MaxInterval = TimeSpan.FromSeconds(9);
        options.Polling = null;

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(5)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(5)));
    }
}
