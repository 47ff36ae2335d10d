using System.Net;
using System.Net.Sockets;
using KnowledgeBaseClient.Tests.Http;
using KnowledgeBaseClient.Tests.Servers;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Faults;

/// <summary>Every fault under every kind of call, with another attempt and without.</summary>
public sealed class FaultMatrixTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly string[] Ids = ["a", "b"];

    private static int _tried;

    public enum CallKind
    {
        List,
        Stream,
        Find,
        Wait,
    }

    // In a file, for the gate to print: the console of dotnet test keeps it to itself.
    [OneTimeTearDown]
    public static void Count() => File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "faults-tried.txt"), $"faults tried {_tried}\n");

    [TestCaseSource(nameof(Cases))]
    public async Task Call_UnderFault_EndsAsTheTableSays(string name, CallKind call, bool again)
    {
        var fault = FaultTable.All.First(fault => fault.Name == name);
        await using var elsewhere = ScriptedServer.Start();
        await using var server = ScriptedServer.Start(fault.Reply(elsewhere.BaseAddress), Reply.Json(FaultTable.Good));
        using var logs = new CapturedLogs();
        var seen = new List<Run>();
        KnowledgeBaseException? thrown;
        using (var client = Client(server.BaseAddress, again, logs))
        {
            thrown = await EndAsync(client, call, again, seen);
        }

        await server.DisconnectedAsync();
        var passes = again && (call == CallKind.Wait ? !fault.EndsWaits : fault.IsTriedAgain && !(call == CallKind.Stream && fault.RunsBefore > 0));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(fault.Error is not null && passes ? 2 : 1));
        Assert.That(elsewhere.RequestHeads, Is.Empty);
        Assert.That(ObjectText.Of(thrown).Contains(TestClients.Key, StringComparison.Ordinal), Is.False, "The key is in the exception.");
        Assert.That(logs.Texts.Any(text => text.Contains(TestClients.Key, StringComparison.Ordinal)), Is.False, "The key is in a log.");
        if (fault.Error is null || passes)
        {
            Assert.That(thrown, Is.Null);
            Assert.That(seen.Select(run => run.Id), Is.EqualTo(call == CallKind.Find ? Ids[..1] : Ids));
        }
        else
        {
            Assert.That(thrown, Is.Not.Null);
            Assert.That(call == CallKind.Wait && !fault.EndsWaits ? thrown!.InnerException : thrown, Is.TypeOf(fault.Error));
            Assert.That(thrown!.IsTransient, Is.EqualTo(fault.IsTransient));
            Assert.That(seen, Has.Count.EqualTo(call == CallKind.Stream ? fault.RunsBefore : 0));
        }

        Interlocked.Increment(ref _tried);
    }

    [Test]
    public async Task Call_ConnectionRefused_EndsAfterItsAttempts([Values] CallKind call, [Values] bool again)
    {
        // Bound and not listening: the port stays taken, and refuses.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var logs = new CapturedLogs();
        using var client = Client(new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"), again, logs);

        var thrown = await EndAsync(client, call, again, []);

        var refused = (call == CallKind.Wait ? thrown!.InnerException : thrown) as KnowledgeBaseConnectionException;
        Assert.That(refused, Is.Not.Null);
        Assert.That(refused!.Attempts, Is.EqualTo(again && call != CallKind.Wait ? 2 : 1));
        Assert.That(thrown!.IsTransient, Is.True);
        Assert.That(ObjectText.Of(thrown).Contains(TestClients.Key, StringComparison.Ordinal), Is.False, "The key is in the exception.");
        Interlocked.Increment(ref _tried);
    }

    [Test]
    public async Task Call_RunsOfOtherIdsAnswered_TakesNoneOfThemForItsOwn([Values] CallKind call, [Values] bool again)
    {
        await using var server = ScriptedServer.Start(Reply.Json("""[{"id":"x","status":"completed"},{"id":"A","status":"failed"}]"""));
        using var logs = new CapturedLogs();
        using var client = Client(server.BaseAddress, again, logs);
        var seen = new List<Run>();

        var thrown = await EndAsync(client, call, again, seen);

        Assert.That(seen, Is.Empty);
        Assert.That(thrown, call == CallKind.Wait ? Is.TypeOf<RunNotFoundException>() : Is.Null);
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
        Interlocked.Increment(ref _tried);
    }

    private static IEnumerable<TestCaseData> Cases() =>
        from fault in FaultTable.All
        from call in Enum.GetValues<CallKind>()
        from again in (bool[])[false, true]
        where !(fault.HoldsWaits && call == CallKind.Wait && again)
        select new TestCaseData(fault.Name, call, again);

    private static RunsClient Client(Uri address, bool again, CapturedLogs logs) => TestClients.For(
        address,
        options =>
        {
            options.MaxRetries = again ? 1 : 0;
            options.MaxResponseBytes = Compressed.MostBytes;
            options.Polling = new PollingOptions { Initial = Shortest, Maximum = Shortest };

            // No test has time for a pause of half a second.
            options.MaxRetryDelay = Shortest;
        },
        logs);

    private static async Task<KnowledgeBaseException?> EndAsync(RunsClient client, CallKind call, bool again, List<Run> seen)
    {
        try
        {
            switch (call)
            {
                case CallKind.List:
                    seen.AddRange(await client.ListAsync("kb", new RunFilter { RunIds = Ids }));
                    break;
                case CallKind.Stream:
                    await foreach (var run in client.StreamAsync("kb", new RunFilter { RunIds = Ids }))
                    {
                        seen.Add(run);
                    }

                    break;
                case CallKind.Find when await client.FindAsync("kb", "a") is { } found:
                    seen.Add(found);
                    break;
                case CallKind.Wait:
                    seen.AddRange(await client.WaitForAllAsync(
                        "kb", Ids, new WaitOptions { MaxConsecutiveFailures = again ? 1 : 0, MissingGrace = TimeSpan.Zero }));
                    break;
            }

            return null;
        }
        catch (KnowledgeBaseException failure)
        {
            return failure;
        }
    }
}
