using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>The web API forwards the changes of runs as server-sent events.</summary>
public sealed class RunEventsTests
{
    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Changes_RunFinishes_AreSentUntilTheClientLeaves([Values] TestHostKind host)
    {
        var ended = new TaskCompletionSource();
        // Observes the end of the watch.
        var watched = Substitute.For<IRunsClient>();
        await using var application = await TestApplication.StartAsync(host, configure: services => services.AddSingleton(watched));
        var requests = 0;
        application.Service.Simulator.KnowledgeBase("kb").UseRuns(
            () => [new RunBuilder("r1").WithStatus(++requests == 1 ? "running" : "completed").Build()]);
        using var client = CreateClient(application);
        watched.WatchAsync("kb", Arg.Any<WatchOptions?>(), Arg.Any<CancellationToken>())
            .Returns(call => UntilEnd(client.WatchAsync("kb", cancellationToken: call.Arg<CancellationToken>()), ended));

        using (var response = await application.Client.GetAsync(
            "/knowledge-bases/kb/changes", HttpCompletionOption.ResponseHeadersRead))
        {
            var stream = await response.Content.ReadAsStreamAsync();
            await using var changes = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<RunChange>(data)!)
                .EnumerateAsync()
                .GetAsyncEnumerator();

            Assert.That(await NextAsync(changes), Is.EqualTo(("change", RunChangeKind.Appeared, "running")));
            Assert.That(await NextAsync(changes), Is.EqualTo(("change", RunChangeKind.Completed, "completed")));
            Assert.That(ended.Task.IsCompleted, Is.False);
        }

        await ended.Task.WaitAsync(RealLimit);
    }

    [Test]
    public async Task Changes_ApplicationStops_EndsTheStream()
    {
        await using var application = await TestApplication.StartAsync(TestHostKind.Http);
        application.Service.Simulator.KnowledgeBase("kb").SetRunsJson("""[{"id":"r1","status":"running"}]""");
        using var response = await application.Client.GetAsync("/knowledge-bases/kb/changes", HttpCompletionOption.ResponseHeadersRead);

        await application.StopAsync().WaitAsync(RealLimit);

        Assert.That(async () => await response.Content.ReadAsStringAsync(), Throws.InstanceOf<HttpRequestException>());
    }

    private static RunsClient CreateClient(TestApplication application) => new(new KnowledgeBaseClientOptions
    {
        ApiKey = application.Service.ApiKey,
        BaseAddress = application.Service.BaseAddress,
        Polling = new PollingOptions { InitialInterval = TimeSpan.FromMilliseconds(1) },
    });

    private static async Task<(string Type, RunChangeKind Kind, string Status)> NextAsync(IAsyncEnumerator<SseItem<RunChange>> changes)
    {
        Assert.That(await changes.MoveNextAsync(), Is.True);
        return (changes.Current.EventType, changes.Current.Data.Kind, changes.Current.Data.Current.Status.Value);
    }

    // Completes the source when the reader stops reading.
    private static async IAsyncEnumerable<RunChange> UntilEnd(
        IAsyncEnumerable<RunChange> changes,
        TaskCompletionSource ended,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (var change in changes.WithCancellation(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            ended.SetResult();
        }
    }
}
