using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A failing <see cref="KnowledgeBaseClientOptions.ApiKeyProvider"/> ends new waits, and is an outage of all others.</summary>
public sealed class KeyProviderFailureTests : WaitingFixture
{
    private volatile bool _fails;

    [Test]
    public async Task WaitForCompletionAsync_ProviderFailsBeforeAnythingSucceeded_ThrowsItsFailureToEachWait()
    {
        var reason = new TimeoutException("The vault does not answer.");
        CreateClient(options => options.ApiKeyProvider = _ => throw reason);
        var waits = RunIds(2).Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();

        await RunPollsUntilCompletedAsync(Task.WhenAll(waits));
        var failures = await Task.WhenAll(waits.Select(CatchAsync<InvalidOperationException>));

        Assert.That(failures, Is.Unique);
        foreach (var failure in failures)
        {
            Assert.That(failure.InnerException, WaitingClients.IsCopyOf(reason));
        }
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProviderReturnsUnusableKeyBeforeAnythingSucceeded_Throws()
    {
        CreateClient(options => options.ApiKeyProvider = _ => ValueTask.FromResult(""));

        var failure = await CatchAsync<InvalidOperationException>(Client.WaitForCompletionAsync("kb", "a"));

        Assert.That(failure.Message, Does.Contain("ApiKeyProvider"));
    }

    [Test]
    public async Task WaitForAllAsync_ProviderFailsInAPollOfManyRequests_IsNotCalledForEachOfThem()
    {
        var calls = 0;
        CreateClient(options =>
        {
            options.Polling.MaxConcurrentRequests = 1;
            options.ApiKeyProvider = _ =>
            {
                calls++;
                throw new TimeoutException();
            };
        });

        await CatchAsync<InvalidOperationException>(Client.WaitForAllAsync("kb", RunIds(10_000)));

        Assert.That(calls, Is.EqualTo(2), "For a list, and for one request by ids.");
    }

    [Test]
    public async Task WaitForCompletionAsync_ProviderFailsForLessThanOutageTimeout_ReturnsTheRun()
    {
        var wait = await StartAsync();
        _fails = true;
        await RunPollsForAsync(TimeSpan.FromMinutes(4));
        _fails = false;
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_ProviderFailsForOutageTimeout_ThrowsRunPollingException()
    {
        var wait = await StartAsync();
        _fails = true;
        var (failure, _) = await RunPollsUntilFailureAsync<RunPollingException>(wait);

        Assert.That(failure.InnerException, Is.TypeOf<InvalidOperationException>());
    }

    // The first poll succeeds.
    private async Task<Task<Run>> StartAsync()
    {
        CreateClient(options => options.ApiKeyProvider = _ => _fails ? throw new TimeoutException() : ValueTask.FromResult("a-usable-key"));
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        return wait;
    }
}
