using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Errors;

/// <summary>The failure table, the exceptions and their advice agree with each other.</summary>
public sealed class FailureTableTests
{
    private static readonly int[] TransientStatuses = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530];

    private static readonly HttpStatusCode[] AllStatuses = [.. Enumerable.Range(300, 300).Select(code => (HttpStatusCode)code)];

    private static readonly KnowledgeBaseException[] Exceptions =
    [
        .. AllStatuses.Select(status => ExceptionOf(status)),
        .. AllStatuses.Select(status => ExceptionOf(status, TimeSpan.FromSeconds(1))),
        new KnowledgeBaseConnectionException("Lost."),
        new KnowledgeBaseTimeoutException("Late."),
        new InvalidResponseException("HTML."),
    ];

    [Test]
    public void Of_AnyStatus_IsTransientOnlyIfListed() =>
        Assert.That(
            AllStatuses.Where(status => FailureTable.Of(new ErrorFacts(status, false)).IsTransient).Select(status => (int)status),
            Is.EqualTo(TransientStatuses));

    [Test]
    public void Of_AnyStatusWithRetryAfter_IsTransientIfListedOr403() =>
        Assert.That(
            AllStatuses.Where(status => FailureTable.Of(new ErrorFacts(status, true)).IsTransient).Select(status => (int)status),
            Is.EquivalentTo((int[])[403, .. TransientStatuses]));

    [TestCase(403, true, typeof(RateLimitedException))]
    [TestCase(403, false, typeof(ApiKeyRejectedException))]
    [TestCase(401, true, typeof(ApiKeyRejectedException))]
    [TestCase(429, false, typeof(RateLimitedException))]
    [TestCase(414, false, typeof(KnowledgeBaseApiException))]
    public void Create_Status_HasItsTypeAndKeepsTheStatus(int status, bool hasRetryAfter, Type type)
    {
        var exception = ExceptionOf((HttpStatusCode)status, hasRetryAfter ? TimeSpan.Zero : null);

        Assert.That(exception, Is.TypeOf(type));
        Assert.That((int)exception.StatusCode, Is.EqualTo(status));
    }

    [TestCase(414)]
    [TestCase(431)]
    public void Of_RequestTooLong_NamesTheOptionThatShortensIt(int status) =>
        Assert.That(FailureTable.Of(new ErrorFacts((HttpStatusCode)status, false)).Advice, Does.Contain("MaxRunIdsPerRequest"));

    [Test]
    public void Of_NotFoundForALongUrl_AlsoNamesTheOptionThatShortensIt([Values] bool isLong) =>
        Assert.That(
            FailureTable.Of(new ErrorFacts(HttpStatusCode.NotFound, false) { IsLongUrl = isLong }).Advice.Contains("MaxRunIdsPerRequest"),
            Is.EqualTo(isLong));

    [Test]
    public void Of_RedirectToSlash_DoesNotAdviseAnotherAddress([Values] bool toSlash) =>
        Assert.That(
            FailureTable.Of(new ErrorFacts(HttpStatusCode.TemporaryRedirect, false) { RedirectsToSlash = toSlash })
                .Advice.Contains("BaseAddress"),
            Is.EqualTo(!toSlash));

    [Test]
    public void Of_ConnectionException_IsTransientUnlessTheCertificateIsInvalid([Values] bool isCertificate) =>
        Assert.That(
            new KnowledgeBaseConnectionException("Lost.")
            {
                Rule = isCertificate ? FailureTable.Certificate : FailureTable.Connection,
            }.IsTransient,
            Is.EqualTo(!isCertificate));

    [Test]
    public void Of_AnyStatus_EndsNewWaitsExactlyIfPermanent([Values] bool hasRetryAfter)
    {
        var rules = AllStatuses.Select(status => FailureTable.Of(new ErrorFacts(status, hasRetryAfter))).ToList();

        Assert.That(rules.Where(rule => rule.WaitEffect == WaitEffect.Outage), Is.EqualTo(rules.Where(rule => rule.IsTransient)));
    }

    [Test]
    public void Of_AnyStatus_EndsEveryWaitOnlyIfKeyOrKnowledgeBaseIsRejected() =>
        Assert.That(
            AllStatuses
                .Where(status => FailureTable.Of(new ErrorFacts(status, false)).WaitEffect == WaitEffect.EndsWaitsIfRepeated)
                .Select(status => (int)status),
            Is.EqualTo((int[])[401, 403, 404]));

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

    [TestCase(typeof(InvalidOperationException), ExpectedResult = WaitEffect.EndsFirstWaits)]
    [TestCase(typeof(ObjectDisposedException), ExpectedResult = WaitEffect.Outage)]
    [TestCase(typeof(InvalidCastException), ExpectedResult = WaitEffect.Outage)]
    public object Of_ExceptionOfTheApplication_EndsNewWaitsOnlyIfMisconfigured(Type type)
    {
        var rule = FailureTable.Of((Exception)Activator.CreateInstance(type, "Failed.")!);

        Assert.That(rule.IsTransient, Is.False);
        return rule.WaitEffect;
    }

    private static KnowledgeBaseApiException ExceptionOf(HttpStatusCode status, TimeSpan? retryAfter = null) =>
        FailureTable.Of(new ErrorFacts(status, retryAfter is not null))
            .Create(new ApiError(status, null, [], "", null, retryAfter, "GET", "/", 1));
}
