using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>A failure means the same in the replica as in the process that has polled.</summary>
public sealed class FailureMessageTests
{
    private static IEnumerable<Exception> Failures()
    {
        int[] statuses =
            [301, 400, 401, 403, 404, 408, 413, 414, 418, 422, 425, 429, 431, 500, 501, 502, 503, 504, 505, 520, 525, 529, 530];
        foreach (var status in statuses)
        {
            foreach (var retryAfter in new TimeSpan?[] { null, TimeSpan.FromSeconds(7) })
            {
                foreach (var isLongUrl in new[] { false, true })
                {
                    var facts = new ErrorFacts((HttpStatusCode)status, retryAfter is not null) { IsLongUrl = isLongUrl };
                    var rule = FailureTable.Of(facts);
                    IReadOnlyList<RequestError> errors = status == 422 ? [new RequestError(["query", "status"], "wrong", "enum")] : [];
                    yield return rule.Create(
                        new ApiError(facts.Status, "detail", errors, "body", "id-1", retryAfter, "GET", "/v1/kb", 2)
                        {
                            Rule = rule,
                            Message = $"The service failed with {status}.",
                        });
                }
            }
        }

        yield return new KnowledgeBaseConnectionException("no route", new IOException("reset")) { Attempts = 2 };
        yield return new KnowledgeBaseConnectionException("bad certificate") { Rule = FailureTable.Certificate };
        yield return new KnowledgeBaseTimeoutException("too slow") { Timeout = TimeSpan.FromSeconds(5), Attempts = 2 };
        yield return new InvalidResponseException("no list") { Offset = 7, Excerpt = "<html>" };
        yield return new InvalidResponseException("too large") { Rule = FailureTable.ResponseTooLarge };
        yield return new InvalidOperationException("the provider failed", new TimeoutException("vault"));
        yield return new NotSupportedException("a handler of the application");
    }

    [TestCaseSource(nameof(Failures))]
    public void ToException_AnyFailure_MeansTheSame(Exception failure)
    {
        var bytes = InProcessPollerGrain.Serializer.SerializeToArray(FailureMessage.Of(failure, static text => text));

        var copy = InProcessPollerGrain.Serializer.Deserialize<FailureMessage>(bytes)!.ToException();

        var (rule, expected) = (FailureTable.Of(copy), FailureTable.Of(failure));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (rule.IsTransient, rule.WaitEffect, rule.StopsPoll, rule.CanHalve, rule.IsThrottle),
                Is.EqualTo((expected.IsTransient, expected.WaitEffect, expected.StopsPoll, expected.CanHalve, expected.IsThrottle)));
            Assert.That(copy.Message, Does.EndWith(failure.Message));
            if (failure is KnowledgeBaseException)
            {
                Assert.That(copy, Is.TypeOf(failure.GetType()));
                var properties = failure.GetType().GetProperties();
                foreach (var property in properties.Where(property => property.DeclaringType!.Namespace == "KnowledgeBaseClient"))
                {
                    Assert.That(property.GetValue(copy), Is.EqualTo(property.GetValue(failure)), property.Name);
                }
            }

            Assert.That(copy.InnerException is null, Is.EqualTo(failure.InnerException is null));
        }
    }

    [Test]
    public void Of_MessageContainsTheKey_RedactsIt() =>
        Assert.That(
            FailureMessage.Of(new NotSupportedException("secret"), text => text.Replace("secret", "***")).Message,
            Does.Not.Contain("secret"));
}
