using System.Runtime.CompilerServices;
using KnowledgeBaseClient.Tests.Security.Leaks;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Leaks;

/// <summary>A thousand clients, each used and disposed, leave nothing behind.</summary>
public sealed class ManyClientsTests
{
    private const int Clients = 1000;

    [Test]
    [CancelAfter(120_000)]
    public async Task Dispose_OfAThousandClients_LeavesNoConnectionNoTimerAndNoClient([Values] bool injected)
    {
        var clock = new TestClock();
        var left = new List<WeakReference>();
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Json("[]"), Clients)]);

        for (var i = 0; i < Clients; i++)
        {
            left.Add(await UseAsync(server, clock, injected));
        }

        Assert.That(server.RequestHeads, Has.Count.EqualTo(Clients));
        await server.DisconnectedAsync();
        await clock.DisarmedAsync();
        Assert.That(await Garbage.LeftOfAsync(left), Is.Zero);
    }

    // In a method of its own, so that no local outlives it. The HttpClient factory keeps its handlers, and with them their container, for two minutes of
    // the system's time unless told otherwise.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(ScriptedServer server, TestClock clock, bool injected)
    {
        await using var client = new MadeClient(
            injected, TestClients.Options(server.BaseAddress), clock, add: builder => builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan));
        await client.Runs.ListAsync("kb");
        return new WeakReference(client.Runs);
    }
}
