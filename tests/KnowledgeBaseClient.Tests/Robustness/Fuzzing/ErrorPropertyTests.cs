#if NET10_0_OR_GREATER
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Whatever comes with a status that is no success, the status decides what is thrown.
public sealed class ErrorPropertyTests
{
    private const int Errors = 3_000;
    private const int LongestBody = 8 * 1024;
    private const int LongestRequestId = 200;
    private const int LongestMessage = 8 * 1024;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly Func<IRunsClient, Task<Ending>>[] Calls = [Ending.ListAsync, Ending.StreamAsync, Ending.SummariesAsync];

    [Test]
    public void AnyList_AnyErrorAnswer_IsTheExceptionOfItsStatus() => Property.Holds(FuzzedError.Any, Errors, error =>
    {
        using var handler = new BodyHandler(error.Body, error.Status, error.Headers);
        using var client = new RunsClient(
            TestClients.Options(Address, options => options.MaxRetries = 0), handler, timeProvider: new FakeTimeProvider());

        var ending = Calls[error.Body.Bytes.Length % Calls.Length](client);

        Require.That(ending.IsCompleted, "waits for something though all has come");
        var failure = ending.Result.Failure as KnowledgeBaseApiException;
        Require.That(failure?.GetType() == error.Expected, ending.Result.Failure);
        Require.That(failure!.StatusCode == error.Status && failure.IsTransient == error.IsTransient, $"{failure.StatusCode}, transient {failure.IsTransient}");
        Require.That(failure.Body.Length <= LongestBody && failure.Message.Length <= LongestMessage, "too long to be shown");
        Require.That(failure.Detail is null or { Length: <= LongestBody } && failure.RequestId is null or { Length: <= LongestRequestId }, "too long to be shown");
        Require.That(!(failure.RetryAfter < TimeSpan.Zero), $"{failure.RetryAfter} of the past");

        var errors = (failure as InvalidRequestException)?.Errors ?? [];
        string?[] texts = [failure.Message, failure.Detail, failure.Body, failure.RequestId, failure.Path, .. errors.SelectMany(TextsOf)];
        Require.That(!texts.Any(text => text?.Contains(TestClients.Key, StringComparison.Ordinal) == true), "the key is in the exception");
    });

    private static string[] TextsOf(RequestError error) => [.. error.Location, error.Message, error.Type];
}
#endif
