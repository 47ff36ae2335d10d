using System.Buffers;
using System.IO.Pipelines;
using System.Security.Authentication;
using System.Text;
using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Errors;

/// <summary>
/// Every kind of failure: its exception, its retries, its flag, its advice, and its effect on new and on established waits.
/// </summary>
public sealed class FailureKindTests : WaitingFixture
{
    private const int MaxResponseBytes = 1000;

    private static readonly Type Api = typeof(KnowledgeBaseApiException);

    private static readonly FailureKind[] Kinds =
    [
        .. ((int[])[408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530]).Select(status =>
            FailureKind.OfStatus(status, Api, true, WaitEffect.Outage)),
        FailureKind.OfStatus(503, Api, true, WaitEffect.Outage, "7"),
        FailureKind.OfStatus(429, typeof(RateLimitedException), true, WaitEffect.Outage),
        FailureKind.OfStatus(429, typeof(RateLimitedException), true, WaitEffect.Outage, "7"),
        FailureKind.OfStatus(403, typeof(RateLimitedException), true, WaitEffect.Outage, "7"),
        FailureKind.OfStatus(401, typeof(ApiKeyRejectedException), false, WaitEffect.EndsWaitsIfRepeated),
        FailureKind.OfStatus(403, typeof(ApiKeyRejectedException), false, WaitEffect.EndsWaitsIfRepeated),
        FailureKind.OfStatus(404, typeof(KnowledgeBaseNotFoundException), false, WaitEffect.EndsWaitsIfRepeated),
        FailureKind.OfStatus(422, typeof(InvalidRequestException), false, WaitEffect.EndsFirstWaits),
        .. ((int[])[301, 302, 303, 307, 308, 400, 402, 405, 409, 410, 413, 414, 418, 431, 451, 499, 501, 505, 507, 511, 525, 526, 599])
            .Select(status => FailureKind.OfStatus(status, Api, false, WaitEffect.EndsFirstWaits)),
        Throwing("no connection", new HttpRequestException("Refused."), typeof(KnowledgeBaseConnectionException), true, WaitEffect.Outage),
        Throwing(
            "a handler that times out", new TaskCanceledException(), typeof(KnowledgeBaseConnectionException), true, WaitEffect.Outage),
        Throwing(
            "no TLS on the other side",
            new HttpRequestException("SSL.", new AuthenticationException("Cannot determine the frame size.")),
            typeof(KnowledgeBaseConnectionException),
            true,
            WaitEffect.Outage),
        Throwing(
            "a certificate",
            new HttpRequestException("SSL.", new AuthenticationException("The remote certificate is invalid.")),
            typeof(KnowledgeBaseConnectionException),
            false,
            WaitEffect.EndsFirstWaits),
        Throwing(
            "a certificate whose revocation server is offline",
            new HttpRequestException("SSL.", InvalidChain("RevocationStatusUnknown, OfflineRevocation")),
            typeof(KnowledgeBaseConnectionException),
            true,
            WaitEffect.Outage),
        Throwing(
            "an expired certificate whose revocation server is offline",
            new HttpRequestException("SSL.", InvalidChain("NotTimeValid, RevocationStatusUnknown, OfflineRevocation")),
            typeof(KnowledgeBaseConnectionException),
            false,
            WaitEffect.EndsFirstWaits),
        Throwing(
            "a misconfigured handler",
            new InvalidOperationException("Set it up."),
            typeof(InvalidOperationException),
            false,
            WaitEffect.EndsFirstWaits),
        Throwing("an exception of a handler", new NotSupportedException("No."), typeof(NotSupportedException), false, WaitEffect.Outage),
        Body("a truncated list", """[{"id":"a","sta""", typeof(KnowledgeBaseConnectionException), true, hasLength: false),
        Body("HTML", "<html>", typeof(InvalidResponseException), false),
        Body("a list that is too large", $"[{new string(' ', MaxResponseBytes)}]", typeof(InvalidResponseException), false),
    ];

    [SetUp]
    public void AllowOneRetry() => CreateClient(options => (options.MaxRetries, options.MaxResponseBytes) = (1, MaxResponseBytes));

    [TestCaseSource(nameof(Kinds))]
    public async Task ListAsync_Failure_ThrowsItsExceptionAfterItsRetries(object row)
    {
        var kind = (FailureKind)row;
        Service.RespondOnceWith(kind.Respond);
        Service.RespondOnceWith(kind.Respond);
        var call = Client.ListAsync("kb");
        if (kind.IsTransient)
        {
            Clock.Advance(await NextPollDelayAsync());
        }

        var failure = await CatchAsync<Exception>(call);

        Assert.That(failure, Is.TypeOf(kind.Exception));
        Assert.That(Service.Queries, Has.Count.EqualTo(kind.IsTransient ? 2 : 1));
        Assert.That((failure as KnowledgeBaseException)?.IsTransient ?? false, Is.EqualTo(kind.IsTransient));
        Assert.That(failure.Message, kind.IsTransient ? Does.Contain("try again").IgnoreCase : Does.Not.Contain("try again").IgnoreCase);
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task WaitForCompletionAsync_FailureOfTheFirstPoll_EndsTheWaitUnlessItIsAnOutage(object row)
    {
        var kind = (FailureKind)row;
        Service.RespondOnceWith(kind.Respond);
        Service.Set("a", "completed");
        var wait = Client.WaitForCompletionAsync("kb", "a");

        if (kind.InWaits == WaitEffect.Outage)
        {
            await StartNextPollAsync();
            Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
        }
        else
        {
            Assert.That(await CatchAsync<Exception>(wait), Is.TypeOf(kind.Exception));
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task WaitForCompletionAsync_FailureOfThreePollsAfterASuccess_EndsTheWaitOnlyIfFinal(object row)
    {
        var kind = (FailureKind)row;
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        for (var poll = 1; poll <= 3; poll++)
        {
            Service.RespondOnceWith(kind.Respond);
        }

        await RunNextPollAsync();
        await RunNextPollAsync();
        await StartNextPollAsync();
        if (kind.InWaits == WaitEffect.EndsWaitsIfRepeated)
        {
            Assert.That(await CatchAsync<Exception>(wait), Is.TypeOf(kind.Exception));
            return;
        }

        Service.Set("a", "completed");
        await StartNextPollAsync();
        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    // The message of .NET ends with the statuses of the chain.
    private static AuthenticationException InvalidChain(string statuses) =>
        new($"The remote certificate is invalid because of errors in the certificate chain: {statuses}");

    private static FailureKind Throwing(string name, Exception failure, Type exception, bool isTransient, WaitEffect inWaits) =>
        new(name, () => throw failure, exception, isTransient, inWaits);

    // A body without a length may have been truncated.
    private static FailureKind Body(string name, string body, Type exception, bool isTransient, bool hasLength = true) => new(
        name,
        () => new HttpResponseMessage { Content = hasLength ? new StringContent(body) : new StreamContent(OfUnknownLength(body)) },
        exception,
        isTransient,
        WaitEffect.Outage);

    private static Stream OfUnknownLength(string body) =>
        PipeReader.Create(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))).AsStream();
}
