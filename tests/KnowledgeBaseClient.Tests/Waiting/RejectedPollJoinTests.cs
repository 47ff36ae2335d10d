using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A wait that joins while the third rejected poll ends all others is a new wait.</summary>
public sealed class RejectedPollJoinTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_JoinsDuringTheThirdRejectedPoll_IsServedWhenTheKeyIsValidAgain()
    {
        var joined = await JoinDuringTheThirdRejectedPollAsync();
        Service.Fault = _ => null;
        await StartNextPollAsync();

        Assert.That((await joined.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_KeyIsStillRejectedAfterItJoins_ThrowsAfterOneRequest()
    {
        var joined = await JoinDuringTheThirdRejectedPollAsync();
        var requestsBefore = Service.Queries.Count;
        await StartNextPollAsync();

        await CatchAsync<ApiKeyRejectedException>(joined);
        Assert.That(Service.Queries, Has.Count.EqualTo(requestsBefore + 1));
    }

    private async Task<Task<Run>> JoinDuringTheThirdRejectedPollAsync()
    {
        Service.Set("a", "running");
        Service.Set("b", "completed");
        var other = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Service.Fault = _ => HttpStatusCode.Unauthorized;
        await RunNextPollAsync();
        await RunNextPollAsync();
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        await StartNextPollAsync();
        await Service.RequestedAsync(4);
        var joined = Client.WaitForCompletionAsync("kb", "b");
        gate.SetResult();
        await CatchAsync<ApiKeyRejectedException>(other);
        return joined;
    }
}
