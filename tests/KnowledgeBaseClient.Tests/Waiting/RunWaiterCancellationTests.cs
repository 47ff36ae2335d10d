using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Waits and watches end when their caller cancels them and when the client is disposed.</summary>
public sealed class RunWaiterCancellationTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_Canceled_ThrowsWithTokenOfCaller()
    {
        using var cancellation = new CancellationTokenSource();
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token) };
        waits.Add(Client.WaitForAllAsync("kb", ["a"], cancellationToken: cancellation.Token));
        waits.Add(Consume(Client.WaitForEachAsync("kb", ["a"], cancellationToken: cancellation.Token)).MoveNextTask);
        waits.Add(Consume(Client.WatchAsync("kb"), cancellation.Token).MoveNextTask);
        await WaitUntilIdleAsync();

        await cancellation.CancelAsync();

        foreach (var wait in waits)
        {
            Assert.That((await CatchAsync<OperationCanceledException>(wait)).CancellationToken, Is.EqualTo(cancellation.Token));
        }
    }

    [Test]
    public async Task WatchAsync_BothTokensGiven_ThrowsWithTheCanceledOne([Values] bool isEach, [Values] bool byEnumeration)
    {
        using var argument = new CancellationTokenSource();
        using var enumeration = new CancellationTokenSource();
        var canceled = byEnumeration ? enumeration : argument;
        var call = isEach
            ? Consume(Client.WaitForEachAsync("kb", ["a"], cancellationToken: argument.Token), enumeration.Token).MoveNextTask
            : Consume(Client.WatchAsync("kb", cancellationToken: argument.Token), enumeration.Token).MoveNextTask;
        await WaitUntilIdleAsync();

        await canceled.CancelAsync();

        Assert.That((await CatchAsync<OperationCanceledException>(call)).CancellationToken, Is.EqualTo(canceled.Token));
    }

    [Test]
    public async Task WaitForCompletionAsync_AlreadyCanceled_SendsNoRequest()
    {
        var canceled = new CancellationToken(canceled: true);

        Task[] waits =
        [
            Client.WaitForCompletionAsync("kb", "a", cancellationToken: canceled),
            Consume(Client.WatchAsync("kb"), canceled).MoveNextTask,
        ];

        foreach (var wait in waits)
        {
            Assert.That((await CatchAsync<OperationCanceledException>(wait)).CancellationToken, Is.EqualTo(canceled));
        }

        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task Dispose_ActiveWaitsAndWatches_ThrowObjectDisposedException()
    {
        Service.Set("a", "running");
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a"), Client.WaitForAllAsync("kb", ["a", "b"]) };
        var each = Consume(Client.WaitForEachAsync("kb", ["a"]));
        await WaitUntilIdleAsync();
        var watch = Consume(Client.WatchAsync("kb"));
        await RunNextPollAsync();
        await watch.TakeAsync();
        waits.AddRange([each.MoveNextTask, watch.MoveNextTask]);

        Client.Dispose();

        foreach (var wait in waits)
        {
            await CatchAsync<ObjectDisposedException>(wait);
        }

        await Clock.DisarmedAsync();
        var requests = Service.Queries.Count;
        Clock.Advance(OneHour);
        Assert.That(Service.Queries, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task Dispose_ServiceHangs_FailsWaitImmediately()
    {
        Service.Gate = new TaskCompletionSource().Task;
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await Service.RequestedAsync(1);

        Client.Dispose();

        await CatchAsync<ObjectDisposedException>(wait);
    }

    [Test]
    public async Task Dispose_BeforeWaitStarts_ThrowsObjectDisposedException()
    {
        var each = Client.WaitForEachAsync("kb", ["a"]);
        var watch = Client.WatchAsync("kb");

        Client.Dispose();

        await CatchAsync<ObjectDisposedException>(Consume(each).MoveNextTask);
        await CatchAsync<ObjectDisposedException>(Consume(watch).MoveNextTask);
        await CatchAsync<ObjectDisposedException>(Client.WaitForCompletionAsync("kb", "a"));
        await CatchAsync<ObjectDisposedException>(Client.WaitForAllAsync("kb", ["a"]));
        Assert.That(() => Client.WatchAsync("kb"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(Service.Queries, Is.Empty);
    }
}
