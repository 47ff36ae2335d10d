#if NET10_0_OR_GREATER
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Whatever is configured is refused when the client is made, or has exactly the effect that it was meant to have.
public sealed class OptionsPropertyTests
{
    private const int Options = 1_500;

    // Of real time, for the clock stands still.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Headers = ["Accept", "Accept-Encoding", "Host", "User-Agent", "X-API-Key"];

    [Test]
    public Task Constructor_AnyOptions_AreRefusedOrHaveTheirEffectOnTheWire() => Property.HoldsAsync(FuzzedOptions.Any, Options, async options =>
    {
        using var wire = new Wire();
        var complaints = new OptionsValidator().Validate(null, options.Make());
        Require.That(complaints.Failed == !options.CanWork, $"{(options.CanWork ? "can" : "cannot")} work: {complaints.FailureMessage}");
        if (complaints.Failed)
        {
            RequireRefused(options, wire);
            return;
        }

        using var client = new RunsClient(options.Make(), wire.Handler, timeProvider: new FakeTimeProvider());
        if (!options.Address.IsPlainHttp || options.IsTooShort)
        {
            return;
        }

        try
        {
            await client.ListAsync("kb").WaitAsync(Patience);
        }
        catch (InvalidOperationException) when (options.HasProvider && !Meaning.IsKey(options.Key))
        {
            Require.That(wire.Requests.Count == 0, "sent with a key that cannot be meant");
            return;
        }

        RequireSent(options, wire);
    });

    private static void RequireRefused(FuzzedOptions options, Wire wire)
    {
        try
        {
            using var client = new RunsClient(options.Make(), wire.Handler);
        }
        catch (ArgumentException refused)
        {
            Require.That(options.Key.Length < 8 || !refused.Message.Contains(options.Key, StringComparison.Ordinal), "the key is in the message");
            return;
        }

        Require.That(false, "accepted by the constructor, and not by the validator");
    }

    private static void RequireSent(FuzzedOptions options, Wire wire)
    {
        var sent = wire.Requests.Single();
        Require.Same([.. sent.Headers.Select(header => header.Name).Order(StringComparer.Ordinal)], Headers, "names of headers");
        Require.Same([sent.Header("X-API-Key"), sent.Header("Host")], [options.Key, options.Address.Authority], "key and host");
        Require.Same(
            [.. sent.Segments], [.. WireRequest.SegmentsOf($"{options.Address.MeantPath}/v1/knowledge-bases/kb/runs")], "path");
        string[] application = options.Application is { } name ? [name.Trim()] : [];
        var agent = sent.Header("User-Agent").Split(' ');
        Require.Same([.. agent[..^1]], application, "User-Agent");
        Require.That(agent[^1].StartsWith("KnowledgeBaseClient/", StringComparison.Ordinal), "this library's name");
        Require.That(
            wire.Connections.Single().Host == options.Address.HostOnTheWire && wire.Connections.Single().Port == options.Address.Uri.Port,
            $"connected to {wire.Connections.Single()}");
    }
}
#endif
