using System.Globalization;
using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class ReadmeErrorsTests
{
    private static readonly IReadOnlyList<KnowledgeBaseException> OneOfEach =
    [
        new ApiKeyRejectedException(""),
        new KnowledgeBaseNotFoundException(""),
        new InvalidRequestException(""),
        new RateLimitedException(""),
        new KnowledgeBaseConnectionException(""),
        new KnowledgeBaseTimeoutException(""),
        new InvalidResponseException(""),
        new RunFailedException(new Run { Id = "r", Status = RunStatus.Failed }),
        new RunNotFoundException(""),
        new RunWaitTimeoutException(""),
        new RunStalledException(""),
    ];

    // Whether these two are transient depends on more than their type.
    private static readonly string[] Depending = [$"`{nameof(KnowledgeBaseApiException)}`", $"`{nameof(RunPollingException)}`"];

    [Test]
    public void ErrorsTable_InTheReadme_ListsEveryPublicException()
    {
        var exceptions = typeof(KnowledgeBaseException).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Exception))).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ReadmeText.Table("Exception").Select(row => row[0]),
                Is.EquivalentTo(exceptions.Where(type => !type.IsAbstract).Select(type => $"`{type.Name}`")));
            foreach (var type in exceptions.Where(type => type.IsAbstract))
            {
                Assert.That(ReadmeText.Markdown, Does.Contain($"`{type.Name}`"));
            }
        }
    }

    [Test]
    public void ErrorsTable_InTheReadme_SaysOfEachExceptionWhetherItIsTransient()
    {
        var shown = ReadmeText.Table("Exception").Where(row => !Depending.Contains(row[0])).Select(row => $"{row[0]}: {row[2]}");

        Assert.That(shown, Is.EquivalentTo(OneOfEach.Select(error => $"`{error.GetType().Name}`: {(error.IsTransient ? "yes" : "no")}")));
    }

    [Test]
    public void ErrorsTable_InTheReadme_ListsTheStatusesThatAreTransient()
    {
        var row = ReadmeText.Table("Exception").Single(row => row[0] == $"`{nameof(KnowledgeBaseApiException)}`");
        var transient = Enumerable.Range(300, 300)
            .Where(status => status != (int)HttpStatusCode.TooManyRequests)
            .Where(status => new KnowledgeBaseApiException("", (HttpStatusCode)status).IsTransient)
            .Select(status => status.ToString(CultureInfo.InvariantCulture));

        Assert.That(row[2], Is.EqualTo(string.Join(", ", transient)));
    }

    [Test]
    public void Properties_NamedInTheErrorsTable_Exist()
    {
        foreach (var row in ReadmeText.Table("Exception"))
        {
            var type = typeof(KnowledgeBaseException).Assembly.GetType($"KnowledgeBaseClient.{row[0].Trim('`')}", throwOnError: true)!;
            var named = row[3].Split('`').Where((_, index) => index % 2 == 1);
            Assert.That(type.GetProperties().Concat(typeof(Run).GetProperties()).Select(property => property.Name), Is.SupersetOf(named), row[0]);
        }
    }
}
