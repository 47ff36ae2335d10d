using System.Collections.Concurrent;
using System.Diagnostics;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.Leaks;

/// <summary>What SECURITY.md leaves to the application: who listens inside the primary handler sees what is sent.</summary>
[NonParallelizable]
public sealed class InsidePrimaryHandlerTests
{
    [Test]
    public async Task ListAsync_DiagnosticListenerOfThePrimaryHandler_SeesTheRequestAsItIsSent()
    {
        using var listener = new RequestListener();
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKey = SecretKey.Text);

        await client.ListAsync("kb");

        Assert.That(listener.Texts.Any(SecretKey.IsIn), Is.True);
    }

    [Test]
    public async Task ListAsync_MalformedHeadWithTheKey_IsQuotedInTheActivityOfDotNetButNotInTheException([Values(0, 1)] int head)
    {
        using var activities = new ActivitySink();
        await using var server = ScriptedServer.Start(KeyEchoes.MalformedHeads[head]);
        using var client = TestClients.For(server, options => options.ApiKey = SecretKey.Text);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        SecretKey.AssertAbsentFrom(ObjectText.Of(thrown), "the exception");
        Assert.That(activities.Texts.Any(SecretKey.IsIn), Is.True);
    }

    private sealed class RequestListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly ConcurrentQueue<string> _texts = new();
        private readonly ConcurrentQueue<IDisposable> _subscriptions = new();

        public RequestListener() => _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));

        public IEnumerable<string> Texts => _texts;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "HttpHandlerDiagnosticListener")
            {
                _subscriptions.Enqueue(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value) => _texts.Enqueue(ObjectText.Of(value.Value));

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }
    }
}
