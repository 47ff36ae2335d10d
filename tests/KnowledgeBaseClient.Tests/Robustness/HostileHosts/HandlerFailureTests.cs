using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Exceptions of handlers that an application puts around the client, such as those of resilience handlers.</summary>
public sealed class HandlerFailureTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, Func<Exception>> GivenUp = new()
    {
        ["its own TimeoutException"] = () => new TimeoutException("limit of mine"),
        ["a timeout as HttpClient has it"] = () => new TaskCanceledException("A task was canceled.", new TimeoutException("limit of mine")),
        ["a cancellation nobody asked for"] = () => new OperationCanceledException("limit of mine"),
        ["a resilience handler's timeout"] = () => new TimeoutRejectedException("limit of mine"),
        ["a circuit that is open"] = () => new BrokenCircuitException("limit of mine"),
        ["a failure of the network"] = () => new HttpRequestException("limit of mine"),
        ["a failure of a stream"] = () => new IOException("limit of mine"),
    };

    private static readonly Dictionary<string, Func<Exception>> Odd = new()
    {
        ["of its own"] = () => new OddException("of mine"),
        ["invalid operation"] = () => new InvalidOperationException("of mine"),
        ["argument"] = () => new ArgumentException("of mine"),
        ["invalid cast"] = () => new InvalidCastException("of mine"),
    };

    private static IEnumerable<string> GivenUpNames => GivenUp.Keys;

    private static IEnumerable<string> OddNames => Odd.Keys;

    [Test]
    public async Task ListAsync_HandlerGivesUp_IsALostConnectionThatSaysWhy(
        [ValueSource(nameof(GivenUpNames))] string failure, [Values] bool all, [Values] bool atOnce)
    {
        await using var application = Throwing(GivenUp[failure], all, atOnce);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("limit of mine"));
        Assert.That(thrown.IsTransient, Is.True);
        Assert.That($"{thrown}", Does.Not.Contain("Rejected").And.Not.Contain("BrokenCircuit"));
    }

    [Test]
    public async Task ListAsync_HandlerGivesUpOnce_IsTriedAgain([ValueSource(nameof(GivenUpNames))] string failure)
    {
        var clock = new TestClock();
        var calls = 0;
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs("a")));
        await using var application = new Application(
            server.BaseAddress,
            one: builder => builder.AddHttpMessageHandler(() => new Between(
                (request, next, cancellationToken) => ++calls == 1 ? throw GivenUp[failure]() : next(request, cancellationToken))),
            configure: options => (options.MaxRetries, options.AttemptTimeout) = (1, Attempt),
            time: clock);

        var call = application.Client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due < Attempt));

        Assert.That(await call, Has.Count.EqualTo(1));
        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task AnyCall_HandlerThrowsSomethingOdd_ThrowsThatVeryException(
        [ValueSource(nameof(OddNames))] string failure, [Values] bool all, [Values] bool atOnce)
    {
        var odd = Odd[failure]();
        await using var application = Throwing(() => odd, all, atOnce, options => options.MaxRetries = 3);
        var client = application.Client;
        await using var stream = client.StreamAsync("kb").GetAsyncEnumerator();

        Assert.That(await Assert.CatchAsync(() => client.ListAsync("kb")), Is.SameAs(odd));
        Assert.That(await Assert.CatchAsync(() => client.FindAsync("kb", "a")), Is.SameAs(odd));
        Assert.That(await Assert.CatchAsync(() => stream.MoveNextAsync().AsTask()), Is.SameAs(odd));
        var ended = await Assert.CatchAsync<RunPollingException>(
            () => client.WaitForCompletionAsync("kb", "a", new WaitOptions { MaxConsecutiveFailures = 0 }));
        Assert.That(ended!.InnerException, Is.SameAs(odd));
        Assert.That(ended.IsTransient, Is.False);
    }

    [Test]
    public async Task ListAsync_HandlerMakesATimeoutOutOfTheCallersCancellation_IsACancellation([Values] bool polly)
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var application = Retelling(server, polly, new TestClock());
        using var source = new CancellationTokenSource();

        var call = application.Client.ListAsync("kb", cancellationToken: source.Token);
        await server.RequestArrivedAsync(1);
        await source.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(source.Token));
    }

    [Test]
    public async Task ListAsync_HandlerMakesATimeoutOutOfTheAttempts_NamesTheAttempts([Values] bool polly)
    {
        var clock = new TestClock();
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var application = Retelling(server, polly, clock);

        var call = application.Client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        clock.Advance(await clock.ArmedAsync(due => due == Attempt));

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(thrown!.Timeout, Is.EqualTo(Attempt));
        Assert.That($"{thrown}", Does.Not.Contain("Rejected"));
    }

    private static Application Throwing(Func<Exception> failure, bool all, bool atOnce, Action<KnowledgeBaseClientOptions>? configure = null) =>
        Application.With(Nowhere, all, builder => builder.AddHttpMessageHandler(() => new Between(async (_, _, _) =>
        {
            if (!atOnce)
            {
                await Task.Yield();
            }

            throw failure();
        })), configure);

    private static Application Retelling(ScriptedServer server, bool polly, TestClock clock) => new(
        server.BaseAddress,
        one: builder => builder.AddHttpMessageHandler(() => new Between(async (request, next, cancellationToken) =>
        {
            try
            {
                return await next(request, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw polly ? new TimeoutRejectedException("mine") : new TimeoutException("mine");
            }
        })),
        configure: options => options.AttemptTimeout = Attempt,
        time: clock);

    private sealed class OddException(string message) : Exception(message);
}
