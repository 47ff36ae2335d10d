using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Exceptions from handlers that an application adds to the client, such as resilience handlers.</summary>
public sealed class HandlerFailureTests
{
    private const string Reason = "reason of the handler";

    private static readonly Uri Unreachable = new("http://127.0.0.1:9/");
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, Func<Exception>> TransportFailures = new()
    {
        ["TimeoutException"] = () => new TimeoutException(Reason),
        ["timeout of HttpClient"] = () => new TaskCanceledException("A task was canceled.", new TimeoutException(Reason)),
        ["cancellation that was not requested"] = () => new OperationCanceledException(Reason),
        ["timeout of a resilience handler"] = () => new TimeoutRejectedException(Reason),
        ["open circuit"] = () => new BrokenCircuitException(Reason),
        ["network failure"] = () => new HttpRequestException(Reason),
        ["stream failure"] = () => new IOException(Reason),
    };

    private static readonly Dictionary<string, Func<Exception>> OtherFailures = new()
    {
        ["custom exception"] = () => new CustomException(Reason),
        ["argument"] = () => new ArgumentException(Reason),
        ["invalid cast"] = () => new InvalidCastException(Reason),
    };

    private static IEnumerable<string> TransportFailureNames => TransportFailures.Keys;

    private static IEnumerable<string> OtherFailureNames => OtherFailures.Keys;

    [Test]
    public async Task ListAsync_HandlerThrowsTransportFailure_ThrowsConnectionExceptionWithTheReason(
        [ValueSource(nameof(TransportFailureNames))] string failure, [Values] bool allClients, [Values] bool synchronously)
    {
        await using var application = Throwing(TransportFailures[failure], allClients, synchronously);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain(Reason));
        Assert.That(thrown.IsTransient, Is.True);
        Assert.That($"{thrown}", Does.Not.Contain("Rejected").And.Not.Contain("BrokenCircuit"));
    }

    [Test]
    public async Task ListAsync_HandlerThrowsTransportFailureOnce_Retries([ValueSource(nameof(TransportFailureNames))] string failure)
    {
        var clock = new TestClock();
        var calls = 0;
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running("a")));
        await using var application = new HostApplication(
            server.BaseAddress,
            thisClient: builder => builder.AddHttpMessageHandler(() => new InterceptingHandler((request, next, cancellationToken) =>
                ++calls == 1 ? throw TransportFailures[failure]() : next(request, cancellationToken))),
            configure: options => (options.MaxRetries, options.AttemptTimeout) = (1, AttemptTimeout),
            time: clock);

        var call = application.Client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due < AttemptTimeout));

        Assert.That(await call, Has.Count.EqualTo(1));
        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task Call_HandlerThrowsAnyOtherException_ThrowsTheSameException(
        [ValueSource(nameof(OtherFailureNames))] string failure, [Values] bool allClients, [Values] bool synchronously)
    {
        var failed = OtherFailures[failure]();
        await using var application = Throwing(() => failed, allClients, synchronously, options => options.MaxRetries = 3);
        var client = application.Client;
        await using var stream = client.StreamAsync("kb").GetAsyncEnumerator();

        Assert.That(await Assert.CatchAsync(() => client.ListAsync("kb")), Is.SameAs(failed));
        Assert.That(await Assert.CatchAsync(() => client.FindAsync("kb", "a")), Is.SameAs(failed));
        Assert.That(await Assert.CatchAsync(() => stream.MoveNextAsync().AsTask()), Is.SameAs(failed));
        var ended = await Assert.CatchAsync<RunPollingException>(
            () => client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.Zero }));
        Assert.That(ended!.InnerException, Is.SameAs(failed));
        Assert.That(ended.IsTransient, Is.False);
    }

    [Test]
    public async Task Call_HandlerThrowsInvalidOperation_EndsEveryKindOfCallWithIt([Values] bool allClients, [Values] bool synchronously)
    {
        var failed = new InvalidOperationException(Reason);
        await using var application = Throwing(() => failed, allClients, synchronously);

        Assert.That(await Assert.CatchAsync(() => application.Client.ListAsync("kb")), Is.SameAs(failed));
        var ended = await Assert.CatchAsync(() => application.Client.WaitForCompletionAsync("kb", "a"));
        Assert.That(ended, Is.TypeOf<InvalidOperationException>().With.Message.EqualTo(failed.Message));
        Assert.That(ended, Is.Not.SameAs(failed), "Every wait gets its own exception.");
    }

    [Test]
    public async Task ListAsync_HandlerConvertsTheCallersCancellationToATimeout_ThrowsOperationCanceledException([Values] bool polly)
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var application = ConvertingCancellation(server, polly, new TestClock());
        using var source = new CancellationTokenSource();

        var call = application.Client.ListAsync("kb", cancellationToken: source.Token);
        await server.RequestArrivedAsync(1);
        await source.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(source.Token));
    }

    [Test]
    public async Task ListAsync_HandlerReplacesTheAttemptTimeout_ThrowsTheAttemptTimeout([Values] bool polly)
    {
        var clock = new TestClock();
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var application = ConvertingCancellation(server, polly, clock);

        var call = application.Client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        clock.Advance(await clock.ArmedAsync(due => due == AttemptTimeout));

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(thrown!.Timeout, Is.EqualTo(AttemptTimeout));
        Assert.That($"{thrown}", Does.Not.Contain("Rejected"));
    }

    private static HostApplication Throwing(
        Func<Exception> failure, bool allClients, bool synchronously, Action<KnowledgeBaseClientOptions>? configure = null) =>
        HostApplication.With(
            Unreachable,
            allClients,
            builder => builder.AddHttpMessageHandler(() => new InterceptingHandler(async (_, _, _) =>
            {
                if (!synchronously)
                {
                    await Task.Yield();
                }

                throw failure();
            })),
            configure);

    private static HostApplication ConvertingCancellation(ScriptedServer server, bool polly, TestClock clock) => new(
        server.BaseAddress,
        thisClient: builder => builder.AddHttpMessageHandler(() => new InterceptingHandler(async (request, next, cancellationToken) =>
        {
            try
            {
                return await next(request, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw polly ? new TimeoutRejectedException(Reason) : new TimeoutException(Reason);
            }
        })),
        configure: options => options.AttemptTimeout = AttemptTimeout,
        time: clock);

    private sealed class CustomException(string message) : Exception(message);
}
