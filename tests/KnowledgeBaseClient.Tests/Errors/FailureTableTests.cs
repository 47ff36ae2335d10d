using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Errors;

/// <summary>The failure table, the exceptions and their advice agree with each other.</summary>
public sealed class FailureTableTests
{
    private static readonly HttpStatusCode[] AllStatuses = [.. Enumerable.Range(300, 300).Select(code => (HttpStatusCode)code)];

    private static readonly KnowledgeBaseException[] Exceptions =
    [
        .. AllStatuses.Select(ExceptionOf),
        new KnowledgeBaseConnectionException("Lost."),
        new KnowledgeBaseTimeoutException("Late."),
        new InvalidResponseException("HTML."),
    ];

    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public void Of_StatusThatMayPass_IsTransient(int status) => Assert.That(FailureTable.Of((HttpStatusCode)status).IsTransient, Is.True);

    [TestCase(401, true)]
    [TestCase(403, true)]
    [TestCase(404, true)]
    [TestCase(429, false)]
    [TestCase(500, false)]
    [TestCase(422, false)]
    public void Of_Status_EndsWaitsOnlyIfNoLaterPollCanSucceed(int status, bool endsWaits) =>
        Assert.That(FailureTable.Of((HttpStatusCode)status).EndsWaits, Is.EqualTo(endsWaits));

    [TestCase(429, false, ExpectedResult = true)]
    [TestCase(503, true, ExpectedResult = true)]
    [TestCase(503, false, ExpectedResult = false)]
    [TestCase(400, true, ExpectedResult = true)]
    [TestCase(401, false, ExpectedResult = true)]
    public bool Of_ApiException_StopsThePollIfTheServiceAsksForADelay(int status, bool hasRetryAfter) =>
        FailureTable.Of(new KnowledgeBaseApiException("Failed.", (HttpStatusCode)status)
        {
            RetryAfter = hasRetryAfter ? TimeSpan.FromSeconds(1) : null,
        }).StopsPoll;

    [TestCaseSource(nameof(Exceptions))]
    public void IsTransient_EveryException_IsThatOfTheTable(KnowledgeBaseException exception) =>
        Assert.That(exception.IsTransient, Is.EqualTo(FailureTable.Of(exception).IsTransient));

    [TestCaseSource(nameof(Exceptions))]
    public void Advice_EveryException_SaysToTryAgainExactlyIfTransient(KnowledgeBaseException exception)
    {
        var advice = FailureTable.Of(exception).Advice;

        Assert.That(advice, Is.Not.Empty);
        Assert.That(advice.Contains("try again", StringComparison.OrdinalIgnoreCase), Is.EqualTo(exception.IsTransient));
    }

    [Test]
    public void Of_ExceptionOfTheApplication_IsNotTransientAndEndsNoWait() =>
        Assert.That(FailureTable.Of(new InvalidOperationException()), Is.EqualTo(new FailureRule(false, false, false, "")));

    private static KnowledgeBaseApiException ExceptionOf(HttpStatusCode status) =>
        FailureTable.CreateException(new ApiError(status, null, [], "", null, null, "GET", "/", 1));
}
