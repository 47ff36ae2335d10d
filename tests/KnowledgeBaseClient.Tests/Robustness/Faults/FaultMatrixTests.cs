using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>
/// Every fault with every kind of call, with and without a retry. A reduced run (see <see cref="TestSize"/>) samples these combinations.
/// </summary>
public sealed class FaultMatrixTests
{
    private static readonly LoopbackCertificate Certificate = LoopbackCertificate.Create();

    [OneTimeTearDown]
    public static void DisposeCertificate() => Certificate.Dispose();

    [TestCaseSource(nameof(Cases))]
    public async Task Call_UnderFault_EndsAsTheFaultTableSpecifies(string name, CallKind kind, bool canRetry)
    {
        var fault = FaultTable.All.First(fault => fault.Name == name);
        var otherReplies = new List<Reply>();
        await using var otherServer = ScriptedServer.Start(otherReplies);
        var reply = fault.Reply(otherServer.BaseAddress);
        await using var server = Start(fault, reply, Reply.Json(FaultTable.Valid), Reply.Json(FaultTable.Valid));
        otherReplies.Add(Reply.Status(302, "", ("Location", server.BaseAddress.AbsoluteUri)));
        using var call = new FaultCall(server.BaseAddress, kind, canRetry, fault.IsOverTls ? Certificate.TrustingHandler() : null);
        var requestsBeforeDelayEnded = new List<int>();

        var thrown = await call.RunAsync(
            fault.Stalls ? reply.StalledAsync() : null,
            fault.RunsBeforeFault,
            () => requestsBeforeDelayEnded.Add(server.RequestTexts.Count));

        var isHalved = fault.IsHalvedByWaits && kind == CallKind.Wait;
        var isRepeated = canRetry && fault.Error is not null && !isHalved && IsRepeated(fault, kind);
        call.Dispose();
        await server.DisconnectedAsync();
        Assert.That(server.RequestTexts, Has.Count.EqualTo(isHalved ? 3 : isRepeated ? 2 : 1));
        Assert.That(otherServer.RequestTexts, Is.Empty);
        AssertKeyIsAbsent(thrown, call);
        if (isRepeated)
        {
            Assert.That(requestsBeforeDelayEnded[0], Is.EqualTo(1), "The next request must wait for the end of the delay.");
            Assert.That(call.Delays[0], fault.Delay is { } delay ? Is.EqualTo(delay) : Is.LessThanOrEqualTo(TimeSpan.FromSeconds(15)));
        }

        if (fault.Error is null || isRepeated || isHalved)
        {
            Assert.That(thrown, Is.Null);
            Assert.That(call.Runs.Select(run => run.Id), Is.EqualTo(RequestedIds(kind)));
        }
        else
        {
            AssertFailed(fault, kind, call, thrown, otherServer.BaseAddress);
        }

        FaultCount.Increment();
    }

    [Test]
    public async Task Call_ConnectionRefused_ThrowsAfterAllAttempts([Values] CallKind kind, [Values] bool canRetry)
    {
        // Bound but not listening: the port stays reserved and refuses connections.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var call = new FaultCall(new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"), kind, canRetry);

        var thrown = await call.RunAsync();

        Assert.That(thrown, kind == CallKind.Wait ? Is.TypeOf<RunPollingException>() : Is.TypeOf<KnowledgeBaseConnectionException>());
        var refused = (kind == CallKind.Wait ? thrown!.InnerException : thrown) as KnowledgeBaseConnectionException;
        Assert.That(refused, Is.Not.Null);
        Assert.That(refused!.Attempts, Is.EqualTo(canRetry && kind != CallKind.Wait ? 2 : 1));
        Assert.That(call.Delays, Has.Count.AtLeast(canRetry ? 1 : 0));
        Assert.That(thrown!.IsTransient, Is.True);
        Assert.That(call.Runs, Is.Empty);
        AssertKeyIsAbsent(thrown, call);
        FaultCount.Increment();
    }

    [Test]
    public async Task Call_CertificateDoesNotValidate_ThrowsAfterOneAttempt(
        [Values("self-signed", "expired", "other host")] string problem, [Values] CallKind kind, [Values] bool canRetry)
    {
        using var certificate = problem switch
        {
            "expired" => LoopbackCertificate.CreateExpired(),
            "other host" => LoopbackCertificate.CreateForOtherHost(),
            _ => LoopbackCertificate.Create(),
        };
        await using var server = ScriptedServer.StartTls(certificate.Certificate);
        using var call = new FaultCall(
            server.BaseAddress, kind, canRetry, problem == "self-signed" ? null : certificate.ValidatingHandler());

        var thrown = await call.RunAsync();

        Assert.That(thrown, Is.TypeOf<KnowledgeBaseConnectionException>());
        var rejected = (KnowledgeBaseConnectionException)thrown!;
        Assert.That(rejected.IsTransient, Is.False);
        Assert.That(rejected.Attempts, Is.EqualTo(1));
        Assert.That(rejected.Message, Does.Contain("certificate").And.Contain(
            problem switch { "expired" => "NotTimeValid", "other host" => "RemoteCertificateNameMismatch", _ => "UntrustedRoot" }));
        Assert.That(rejected.Message, Does.Not.Contain("try again").IgnoreCase);
        Assert.That(server.RequestTexts, Is.Empty);
        AssertKeyIsAbsent(thrown, call);
        FaultCount.Increment();
    }

    [TestCase("x A")]
    [TestCase("x b")]
    [TestCase("x a a B")]
    [TestCase("b x a")]
    public async Task Call_ResponseContainsOtherRuns_ReturnsOnlyRequestedRuns(string listed)
    {
        var ids = listed.Split(' ');
        foreach (var (kind, canRetry) in FaultMatrix.Calls)
        {
            var runs = ids.Select(id => $$"""{"id":"{{id}}","status":"failed"}""");
            var reply = Reply.Json($"[{string.Join(",", runs)}]");
            await using var server = ScriptedServer.Start(reply, reply);
            using var call = new FaultCall(server.BaseAddress, kind, canRetry);

            var thrown = await call.RunAsync();

            call.Dispose();
            await server.DisconnectedAsync();
            var requested = ids.Intersect(RequestedIds(kind)).ToList();
            var missing = kind == CallKind.Wait ? FaultCall.Ids.Except(requested).ToList() : [];
            Assert.That((thrown as RunNotFoundException)?.RunIds ?? [], Is.EqualTo(missing), $"{thrown}");
            Assert.That(thrown, missing.Count > 0 ? Is.TypeOf<RunNotFoundException>() : Is.Null);
            Assert.That(call.Runs.Select(run => run.Id), missing.Count > 0 ? Is.Empty : Is.EquivalentTo(requested));

            // If none of several ids is listed, one of them is requested alone: the service may not split ids.
            Assert.That(server.RequestTexts, Has.Count.EqualTo(requested.Count == 0 && kind != CallKind.Find ? 2 : 1));
            AssertKeyIsAbsent(thrown, call);
            FaultCount.Increment();
        }
    }

    private static ScriptedServer Start(Fault fault, params IReadOnlyList<Reply> script) =>
        fault.IsOverTls ? ScriptedServer.StartTls(Certificate.Certificate, script) : ScriptedServer.Start(script);

    // A stream that has already returned runs must not be retried: it would return them twice.
    private static bool IsRepeated(Fault fault, CallKind kind) => kind switch
    {
        CallKind.Wait => !fault.IsFinalForWaits,
        CallKind.Stream => fault.IsRetried && fault.RunsBeforeFault == 0,
        _ => fault.IsRetried,
    };

    private static IEnumerable<string> RequestedIds(CallKind kind) => kind == CallKind.Find ? FaultCall.Ids.Take(1) : FaultCall.Ids;

    private static void AssertFailed(Fault fault, CallKind kind, FaultCall call, KnowledgeBaseException? thrown, Uri otherServer)
    {
        var error = kind == CallKind.Wait && !fault.IsFinalForWaits ? thrown?.InnerException : thrown;
        Assert.That(error, Is.TypeOf(fault.Error!));
        Assert.That(thrown!.IsTransient, Is.EqualTo(fault.IsTransient));
        Assert.That(error!.Message, Does.Contain(fault.RedirectTarget?.Invoke(otherServer) ?? ""));
        Assert.That(call.Runs, Has.Count.EqualTo(kind == CallKind.Stream ? fault.RunsBeforeFault : 0));
    }

    private static void AssertKeyIsAbsent(KnowledgeBaseException? thrown, FaultCall call)
    {
        var text = ObjectText.Of(thrown);
        Assert.That(text.Contains(TestClients.Key, StringComparison.Ordinal), Is.False, "The exception contains the API key.");
        Assert.That(call.HasLogged(TestClients.Key), Is.False, "A log contains the API key.");
    }

    private static IEnumerable<TestCaseData> Cases() =>
        FaultMatrix.Combinations(TestSize.Current).Select(combination =>
            new TestCaseData(combination.Fault.Name, combination.Kind, combination.CanRetry));
}
