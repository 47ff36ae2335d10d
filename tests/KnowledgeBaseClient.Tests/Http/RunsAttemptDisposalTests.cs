using System.Net;
using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Every attempt disposes its response.</summary>
public sealed class RunsAttemptDisposalTests
{
    private const string Runs = """[{"id":"a","status":"queued"}]""";

    [TestCase(200, Runs, "list")]
    [TestCase(200, Runs, "stream")]
    [TestCase(200, "7", "list")]
    [TestCase(200, "7", "stream")]
    [TestCase(503, Runs, "list")]
    [TestCase(503, Runs, "stream")]
    public async Task AnyMethod_DisposalOfBodyThrows_DisposesResponse(int status, string body, string method)
    {
        using var response = new TrackedResponse((HttpStatusCode)status, new ThrowingBody(body));
        using var handler = new StubHandler(_ => response);
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost"), options => options.MaxRetries = 0), handler);

        try
        {
            if (method == "list")
            {
                await client.ListAsync("kb");
            }
            else
            {
                await client.StreamAsync("kb").ToListAsync();
            }
        }
        catch (KnowledgeBaseException)
        {
            // Only the disposal matters here.
        }

        Assert.That(response.IsDisposed, Is.True);
    }

    private sealed class TrackedResponse : HttpResponseMessage
    {
        public TrackedResponse(HttpStatusCode status, Stream body)
            : base(status) => Content = new StreamContent(body);

        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class ThrowingBody(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new IOException("The body cannot be closed.");
        }
    }
}
