using System.Collections.Concurrent;
using System.Diagnostics;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>A limit that SECURITY.md documents: diagnostics inside the primary handler see requests and responses unchanged.</summary>
[NonParallelizable]
public sealed class PrimaryHandlerDiagnosticsTests
{
    [Test]
    public async Task ListAsync_DiagnosticListenerOfThePrimaryHandler_SeesTheKey()
    {
        using var listener = new RequestListener();
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKey = SecretKey.Text);

        await client.ListAsync("kb");

        Assert.That(listener.Texts.Any(SecretKey.IsIn), Is.True);
    }

    [Test]
    public async Task ListAsync_MalformedHeadersContainTheKey_OnlyTheActivityOfDotNetQuotesIt([Values(0, 1)] int reply)
    {
        using var activities = new ActivitySink();
        await using var server = ScriptedServer.Start(KeyEchoes.MalformedHeaders[reply]);
        using var client = TestClients.For(server, options => options.ApiKey = SecretKey.Text);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        SecretKey.AssertAbsentFrom(ObjectText.Of(thrown), "the exception");
        // .NET 8 does not record the exception.
        Assert.That(activities.Texts.Any(SecretKey.IsIn), Is.EqualTo(Environment.Version.Major > 8));
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
