#if NET10_0_OR_GREATER
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Any options are either rejected when the client is created, or have exactly the effect they specify, seen in the bytes that are sent.
public sealed class OptionsPropertyTests
{
    private const int Options = 1_500;

    // The shortest key whose absence from a message can be checked: shorter ones can occur in its words.
    private const int MinCheckedKeyLength = 8;

    private static readonly string[] HeaderNames = ["Accept", "Accept-Encoding", "Host", "User-Agent", "X-API-Key"];

    [Test]
    public Task Constructor_AnyOptions_RejectsThemOrAppliesThem() => Property.HoldsAsync(FuzzedOptions.Any, Options, async options =>
    {
        using var transport = new RecordingTransport();
        var built = options.Build();
        EnvironmentDefaults.Apply(built, _ => null);
        var problems = OptionsValidator.FindProblems(built).ToList();
        PropertyAssert.That(problems.Count > 0 == !options.AreValid, $"Valid: {options.AreValid}. Problems: {string.Join(' ', problems)}");
        if (problems.Count > 0)
        {
            AssertRejected(options, transport);
            return;
        }

        using var client = new RunsClient(options.Build(), transport.Handler, timeProvider: new FakeTimeProvider());
        if (!options.Address.IsPlainHttp || options.HaveTimeoutBelowOneMillisecond)
        {
            return;
        }

        try
        {
            await client.ListAsync("kb").OrTimeout();
        }
        catch (InvalidOperationException) when (options.HasProvider && !InputRules.IsKey(options.Key))
        {
            PropertyAssert.That(transport.Requests.Count == 0, "A request was sent with an invalid key.");
            return;
        }

        AssertApplied(options, transport);
    });

    private static void AssertRejected(FuzzedOptions options, RecordingTransport transport)
    {
        try
        {
            using var client = new RunsClient(options.Build(), transport.Handler);
        }
        catch (ArgumentException rejected)
        {
            PropertyAssert.That(
                options.Key.Length < MinCheckedKeyLength || !rejected.Message.Contains(options.Key, StringComparison.Ordinal),
                "The message contains the API key.");
            return;
        }

        PropertyAssert.That(false, "The constructor accepts options that the validator rejects.");
    }

    private static void AssertApplied(FuzzedOptions options, RecordingTransport transport)
    {
        var sent = transport.Requests.Single();
        PropertyAssert.SequenceEqual(
            [.. sent.Headers.Select(header => header.Name).Order(StringComparer.Ordinal)], HeaderNames, "Names of the headers");
        PropertyAssert.SequenceEqual(
            [sent.Header("X-API-Key"), sent.Header("Host")], [options.Key, options.Address.Authority], "Key and host");
        PropertyAssert.SequenceEqual(
            [.. sent.Segments],
            [.. RecordedRequest.SegmentsOf($"{options.Address.CanonicalPath}/v1/knowledge-bases/kb/runs")],
            "Path");
        string[] application = string.IsNullOrWhiteSpace(options.Application) ? [] : [options.Application.Trim()];
        var userAgent = sent.Header("User-Agent").Split(' ');
        PropertyAssert.SequenceEqual([.. userAgent[..^1]], application, "Application in the User-Agent");
        PropertyAssert.That(
            userAgent[^1].StartsWith("KnowledgeBaseClient/", StringComparison.Ordinal), "The User-Agent lacks the library's name.");
        PropertyAssert.That(
            transport.Connections.Single().Host == options.Address.NormalizedHost
                && transport.Connections.Single().Port == options.Address.Uri.Port,
            $"Connected to {transport.Connections.Single()}");
    }
}
#endif
