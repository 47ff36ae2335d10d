using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Every fault under every kind of call, with another attempt and without.</summary>
public sealed class FaultMatrixTests
{
    private static readonly LoopbackCertificate Certificate = LoopbackCertificate.Create();

    private static int _tried;

    // In a file, for the gate to print: the console of dotnet test keeps it to itself.
    [OneTimeTearDown]
    public static void Count()
    {
        Certificate.Dispose();
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "faults-tried.txt"), $"faults tried {_tried}\n");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Call_UnderFault_EndsAsTheTableSays(string name, CallKind kind, bool again)
    {
        var fault = FaultTable.All.First(fault => fault.Name == name);
        var back = new List<Reply>();
        await using var elsewhere = ScriptedServer.Start(back);
        var reply = fault.Reply(elsewhere.BaseAddress);
        await using var server = Serve(fault, reply, Reply.Json(FaultTable.Good));
        back.Add(Reply.Status(302, "", ("Location", server.BaseAddress.AbsoluteUri)));
        using var call = new FaultCall(server.BaseAddress, kind, again, fault.IsOverTls ? Certificate.TrustingHandler() : null);

        var askedBeforePauseEnded = new List<int>();

        var thrown = await call.EndAsync(
            fault.Stalls ? reply.StalledAsync() : null, fault.RunsBefore, () => askedBeforePauseEnded.Add(server.RequestHeads.Count));

        var passes = again && (kind == CallKind.Wait ? !fault.EndsWaits : fault.IsTriedAgain && !(kind == CallKind.Stream && fault.RunsBefore > 0));
        var requests = fault.Error is not null && passes ? 2 : 1;
        call.Dispose();
        await server.DisconnectedAsync();
        Assert.That(server.RequestHeads, Has.Count.EqualTo(requests));
        Assert.That(elsewhere.RequestHeads, Is.Empty);
        if (requests > 1)
        {
            Assert.That(askedBeforePauseEnded[0], Is.EqualTo(1));
            Assert.That(call.Pauses[0], fault.Pause is { } pause ? Is.EqualTo(pause) : Is.LessThanOrEqualTo(TimeSpan.FromSeconds(15)));
        }

        AssertNoKey(thrown, call);
        if (fault.Error is null || passes)
        {
            Assert.That(thrown, Is.Null);
            Assert.That(call.Seen.Select(run => run.Id), Is.EqualTo(kind == CallKind.Find ? FaultCall.Ids.Take(1) : FaultCall.Ids));
        }
        else
        {
            var error = kind == CallKind.Wait && !fault.EndsWaits ? thrown?.InnerException : thrown;
            Assert.That(error, Is.TypeOf(fault.Error));
            Assert.That(thrown!.IsTransient, Is.EqualTo(fault.IsTransient));
            Assert.That(error!.Message, Does.Contain(fault.Target?.Invoke(elsewhere.BaseAddress) ?? ""));
            Assert.That(call.Seen, Has.Count.EqualTo(kind == CallKind.Stream ? fault.RunsBefore : 0));
        }

        Interlocked.Increment(ref _tried);
    }

    [Test]
    public async Task Call_ConnectionRefused_EndsAfterItsAttempts([Values] CallKind kind, [Values] bool again)
    {
        // Bound and not listening: the port stays taken, and refuses.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var call = new FaultCall(new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"), kind, again);

        var thrown = await call.EndAsync();

        Assert.That(thrown, kind == CallKind.Wait ? Is.TypeOf<RunPollingException>() : Is.TypeOf<KnowledgeBaseConnectionException>());
        var refused = (kind == CallKind.Wait ? thrown!.InnerException : thrown) as KnowledgeBaseConnectionException;
        Assert.That(refused, Is.Not.Null);
        Assert.That(refused!.Attempts, Is.EqualTo(again && kind != CallKind.Wait ? 2 : 1));
        Assert.That(call.Pauses, Has.Count.AtLeast(again ? 1 : 0));
        Assert.That(thrown!.IsTransient, Is.True);
        Assert.That(call.Seen, Is.Empty);
        AssertNoKey(thrown, call);
        Interlocked.Increment(ref _tried);
    }

    [TestCase("x A")]
    [TestCase("x b")]
    [TestCase("x a a B")]
    [TestCase("b x a")]
    public async Task Call_RunsOfOtherIdsAnswered_TakesNoneOfThemForItsOwn(string answered)
    {
        var ids = answered.Split(' ');
        foreach (var (kind, again) in Calls())
        {
            await using var server = ScriptedServer.Start(Reply.Json($"[{string.Join(",", ids.Select(id => $$"""{"id":"{{id}}","status":"failed"}"""))}]"));
            using var call = new FaultCall(server.BaseAddress, kind, again);

            var thrown = await call.EndAsync();

            call.Dispose();
            await server.DisconnectedAsync();
            var own = ids.Intersect(kind == CallKind.Find ? FaultCall.Ids.Take(1) : FaultCall.Ids).ToList();
            var missing = kind == CallKind.Wait ? FaultCall.Ids.Except(own).ToList() : [];
            Assert.That((thrown as RunNotFoundException)?.RunIds ?? [], Is.EqualTo(missing), $"{thrown}");
            Assert.That(thrown, missing.Count > 0 ? Is.TypeOf<RunNotFoundException>() : Is.Null);
            Assert.That(call.Seen.Select(run => run.Id), missing.Count > 0 ? Is.Empty : Is.EquivalentTo(own));
            Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
            AssertNoKey(thrown, call);
            Interlocked.Increment(ref _tried);
        }
    }

    private static ScriptedServer Serve(Fault fault, params IReadOnlyList<Reply> script) =>
        fault.IsOverTls ? ScriptedServer.StartTls(Certificate.Certificate, script) : ScriptedServer.Start(script);

    private static void AssertNoKey(KnowledgeBaseException? thrown, FaultCall call)
    {
        Assert.That(ObjectText.Of(thrown).Contains(TestClients.Key, StringComparison.Ordinal), Is.False, "The key is in the exception.");
        Assert.That(call.HasLogged(TestClients.Key), Is.False, "The key is in a log.");
    }

    private static IEnumerable<(CallKind Kind, bool Again)> Calls() =>
        from kind in Enum.GetValues<CallKind>() from again in (bool[])[false, true] select (kind, again);

    private static IEnumerable<TestCaseData> Cases() =>
        from fault in FaultTable.All from call in Calls() select new TestCaseData(fault.Name, call.Kind, call.Again);
}
