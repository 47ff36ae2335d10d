#if NET10_0_OR_GREATER
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// For any response with an error status, the status alone determines the exception, whatever the body and headers contain.
public sealed class ErrorPropertyTests
{
    private const int Errors = 3_000;
    private const int MaxBodyLength = 8 * 1024;
    private const int MaxRequestIdLength = 200;
    private const int MaxMessageLength = 8 * 1024;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly Func<IRunsClient, Task<CallOutcome>>[] Calls =
        [CallOutcome.OfListAsync, CallOutcome.OfStreamAsync, CallOutcome.OfListSummariesAsync];

    [Test]
    public void ListStreamAndSummaries_AnyErrorResponse_ThrowTheExceptionOfItsStatus() => Property.Holds(FuzzedError.Any, Errors, error =>
    {
        using var handler = new BodyHandler(error.Body, error.Status, error.Headers);
        using var client = new RunsClient(
            TestClients.Options(Address, options => options.MaxRetries = 0), handler, timeProvider: new FakeTimeProvider());

        var outcome = Calls[error.Body.Bytes.Length % Calls.Length](client);

        PropertyAssert.That(outcome.IsCompleted, "The call waits although the whole response has arrived.");
        var failure = outcome.Result.Failure as KnowledgeBaseApiException;
        var hasRetryAfter = failure?.RetryAfter is not null;
        PropertyAssert.That(failure?.GetType() == error.Expected(hasRetryAfter), outcome.Result.Failure);
        PropertyAssert.That(
            failure!.StatusCode == error.Status && failure.IsTransient == error.IsTransient(hasRetryAfter),
            $"{failure.StatusCode}, transient: {failure.IsTransient}");
        PropertyAssert.That(failure.Body.Length <= MaxBodyLength, $"A body of {failure.Body.Length} characters");
        PropertyAssert.That(failure.Message.Length <= MaxMessageLength, $"A message of {failure.Message.Length} characters");
        PropertyAssert.That(failure.Detail is null or { Length: <= MaxBodyLength }, $"A detail of {failure.Detail?.Length} characters");
        PropertyAssert.That(
            failure.RequestId is null or { Length: <= MaxRequestIdLength }, $"A request id of {failure.RequestId?.Length} characters");
        PropertyAssert.That(!(failure.RetryAfter < TimeSpan.Zero), $"A negative RetryAfter: {failure.RetryAfter}");

        var errors = (failure as InvalidRequestException)?.Errors ?? [];
        string?[] texts =
            [failure.Message, failure.Detail, failure.Body, failure.RequestId, failure.Path, .. errors.SelectMany(TextsOf)];
        PropertyAssert.That(
            !texts.Any(text => text?.Contains(TestClients.Key, StringComparison.Ordinal) == true), "The exception contains the API key.");
    });

    private static string[] TextsOf(RequestError error) => [.. error.Location, error.Message, error.Type];
}
#endif
