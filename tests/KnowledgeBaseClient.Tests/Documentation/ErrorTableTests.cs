using System.Globalization;
using System.Net;
using KnowledgeBaseClient.Tests.Robustness.Faults;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class ErrorTableTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Get("docs/errors-and-retries.md");

    private static readonly IReadOnlyList<KnowledgeBaseException> OneOfEach =
    [
        new ApiKeyRejectedException(""),
        new KnowledgeBaseNotFoundException(""),
        new InvalidRequestException(""),
        new RateLimitedException(""),
        new KnowledgeBaseTimeoutException(""),
        new InvalidResponseException(""),
        new UploadOutcomeUnknownException("", new UploadOutcome([])),
        new RunFailedException(new Run { Id = "r", Status = RunStatus.Failed }),
        new RunNotFoundException(""),
        new RunWaitTimeoutException(""),
        new RunStalledException(""),
    ];

    // For these, IsTransient depends on more than the type.
    private static readonly string[] Varying =
        [$"`{nameof(KnowledgeBaseApiException)}`", $"`{nameof(KnowledgeBaseConnectionException)}`", $"`{nameof(RunPollingException)}`"];

    [Test]
    public void ErrorTable_ListsEveryPublicException()
    {
        var types = typeof(KnowledgeBaseException).Assembly.GetExportedTypes();
        var exceptions = types.Where(type => type.IsAssignableTo(typeof(Exception))).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Page.Table("Exception").Select(row => row[0]),
                Is.EquivalentTo(exceptions.Where(type => !type.IsAbstract).Select(type => $"`{type.Name}`")));
            foreach (var type in exceptions.Where(type => type.IsAbstract))
            {
                Assert.That(Page.Markdown, Does.Contain($"`{type.Name}`"));
            }
        }
    }

    [Test]
    public void ErrorTable_StatesForEachExceptionWhetherItIsTransient()
    {
        var shown = Page.Table("Exception").Where(row => !Varying.Contains(row[0])).Select(row => $"{row[0]}: {row[2]}");

        Assert.That(shown, Is.EquivalentTo(OneOfEach.Select(error => $"`{error.GetType().Name}`: {(error.IsTransient ? "yes" : "no")}")));
    }

    [Test]
    public void ErrorTable_ListsTheTransientStatuses()
    {
        var row = Page.Table("Exception").Single(row => row[0] == $"`{nameof(KnowledgeBaseApiException)}`");

        Assert.That(row[2], Is.EqualTo(TransientStatuses()));
    }

    [Test]
    public void FaultTable_ListsTheTransientStatusesAndTheirExceptions()
    {
        var results = Page.Table("Fault").ToDictionary(row => row[0], row => row[1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results[TransientStatuses()], Is.EqualTo($"retried, then `{nameof(KnowledgeBaseApiException)}`"));
            Assert.That(results["429; 403 with `Retry-After`"], Is.EqualTo($"retried, then `{nameof(RateLimitedException)}`"));
        }
    }

    // One fault of the matrix for each row, by the beginning of the row. Two rows are tested by FaultMatrixTests alone.
    [TestCase("connection refused", "reset before the headers")]
    [TestCase("a body shorter than its `Content-Length`", "truncated at byte 0")]
    [TestCase("no data for", "stall before the headers")]
    [TestCase("408, 425, 500", "522")]
    [TestCase("429; 403", "403, Retry-After \"7\"")]
    [TestCase("525, 526", "525")]
    [TestCase("a redirect to", "302 without a location")]
    [TestCase("HTML;", "body is blank")]
    [TestCase("an unknown content type", "unknown charset")]
    public void FaultTable_Row_StatesTheResultOfTheMatrix(string row, string fault)
    {
        var result = Page.Table("Fault").Single(cells => cells[0].StartsWith(row, StringComparison.Ordinal))[1];
        var expected = FaultTable.All.First(known => known.Name == fault);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.StartsWith("retried", StringComparison.Ordinal), Is.EqualTo(expected.IsRetried));
            Assert.That(result, Does.Contain(expected.Error is { } error ? $"`{error.Name}`" : "the runs are read"));
        }
    }

    [Test]
    public void ErrorTable_NamesPropertiesThatExist()
    {
        foreach (var row in Page.Table("Exception"))
        {
            var type = typeof(KnowledgeBaseException).Assembly.GetType($"KnowledgeBaseClient.{row[0].Trim('`')}", throwOnError: true)!;
            var named = row[3].Split('`').Where((_, index) => index % 2 == 1);
            Type[] owners = [type, typeof(Run), typeof(KnowledgeBaseClientOptions)];
            Assert.That(owners.SelectMany(owner => owner.GetProperties()).Select(property => property.Name), Is.SupersetOf(named), row[0]);
        }
    }

    // 429 has its own exception.
    private static string TransientStatuses() => string.Join(
        ", ",
        Enumerable.Range(300, 300)
            .Where(status => status != (int)HttpStatusCode.TooManyRequests)
            .Where(status => new KnowledgeBaseApiException("", (HttpStatusCode)status).IsTransient)
            .Select(status => status.ToString(CultureInfo.InvariantCulture)));
}
