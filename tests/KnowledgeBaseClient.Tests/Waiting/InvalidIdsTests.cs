using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Requests that the service rejects are halved, and never keep a wait from its valid run.</summary>
public sealed class InvalidIdsTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_SeveralInvalidIdsAmongAHundred_FailsOnlyTheirWaits([Values(3, 6, 10, 20)] int count)
    {
        SetRuns(100, "running");
        var invalid = Enumerable.Range(0, count).Select(number => $"r{(number * 100 / count) + 1}").ToHashSet();
        foreach (var id in invalid)
        {
            Service.Remove(id);
        }

        Service.Fault = query => query.StartsWith("run_ids", StringComparison.Ordinal) && IdsInQuery(query).Any(invalid.Contains)
            ? HttpStatusCode.UnprocessableEntity
            : null;
        Service.Set("other", "running");
        _ = Client.WaitForCompletionAsync("kb", "other");
        await WaitUntilIdleAsync();
        var waits = RunIds(100).ToDictionary(id => id, id => Client.WaitForCompletionAsync("kb", id));
        var valid = waits.Where(entry => !invalid.Contains(entry.Key)).Select(entry => entry.Value).ToList();

        await RunPollsWhilePendingAsync(Task.WhenAny(valid), TimeSpan.FromMinutes(10));
        foreach (var id in invalid)
        {
            Assert.That((await CatchAsync<RunPollingException>(waits[id])).InnerException, Is.TypeOf<InvalidRequestException>());
        }
    }

    [Test]
    public async Task WaitForAllAsync_EveryPairIsTooLong_KeepsWaiting()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 2);
        SetRuns(80, "paused");
        Service.Fault = query => query.Contains(',') ? HttpStatusCode.RequestEntityTooLarge : null;
        var wait = Client.WaitForAllAsync("kb", RunIds(80));

        await RunPollsWhilePendingAsync(wait, TimeSpan.FromMinutes(10));
    }

    [Test]
    public async Task WaitForAllAsync_LongQueriesReturn404_DoesNotEndOtherWaits()
    {
        Service.Set("a", "running");
        IReadOnlyList<string> longIds = [.. Enumerable.Range(0, 100).Select(number => $"00000000-0000-0000-0000-{number:000000000000}")];
        Service.Fault = query => query.Length > 2048 ? HttpStatusCode.NotFound : null;
        var other = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        foreach (var id in longIds)
        {
            Service.Set(id, "running");
        }

        var wait = Client.WaitForAllAsync("kb", longIds);

        await RunPollsWhilePendingAsync(Task.WhenAny(other, wait), TimeSpan.FromMinutes(10));
    }
}
