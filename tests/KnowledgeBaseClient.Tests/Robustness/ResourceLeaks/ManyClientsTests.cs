using System.Runtime.CompilerServices;
using KnowledgeBaseClient.Tests.Security.KeyLeaks;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.ResourceLeaks;

/// <summary>A thousand clients that are used and disposed leave no connections, timers or references.</summary>
public sealed class ManyClientsTests
{
    private const int Clients = 1000;

    [Test]
    [CancelAfter(120_000)]
    public async Task DisposeAsync_AThousandClients_LeavesNoConnectionsTimersOrReferences([Values] bool injected)
    {
        var clock = new TestClock();
        var references = new List<WeakReference>();
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Json("[]"), Clients)]);

        for (var i = 0; i < Clients; i++)
        {
            references.Add(await UseAsync(server, clock, injected));
        }

        Assert.That(server.RequestTexts, Has.Count.EqualTo(Clients));
        await server.DisconnectedAsync();
        await clock.DisarmedAsync();
        Assert.That(await WeakReferences.CountAliveAsync(references), Is.Zero);
    }

    // A separate method, so that no local variable keeps an object alive. By default, HttpClientFactory keeps its handlers, and with them
    // the container, alive for two minutes of real time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(ScriptedServer server, TestClock clock, bool injected)
    {
        await using var client = new ClientUnderTest(
            injected,
            TestClients.Options(server.BaseAddress),
            clock,
            configure: builder => builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan));
        await client.Runs.ListAsync("kb");
        return new WeakReference(client.Runs);
    }
}
