using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

public sealed class OptionsValidatorTests
{
    private static readonly string[] ValidAddresses =
    [
        "https://backend.noxus.ai", "https://host:8443/api/", "http://localhost:5000", "http://127.0.0.1", "http://[::1]:80",
    ];

    private static readonly string[] InvalidAddresses =
    [
        "backend.noxus.ai", "/v1", "ftp://host", "file:///etc/passwd", "http://example.com",
        "http://localhost.example.com", "http://10.0.0.1",
        "https://user:secret@host", "https://host?key=secret", "https://host#part",
        "https://host//other.example", "https://host/a/..//other.example/", "https://host/\\other.example",
    ];

    private static readonly TimeSpan[] InvalidDurations =
        [TimeSpan.Zero, TimeSpan.FromSeconds(-2), TimeSpan.FromDays(30), TimeSpan.MaxValue];

    [TestCaseSource(nameof(ValidAddresses))]
    public void FindProblems_ValidAddress_ReturnsNone(string address)
    {
        Assert.That(FindProblems(options => options.BaseAddress = new Uri(address)), Is.Empty);
    }

    [TestCaseSource(nameof(InvalidAddresses))]
    public void FindProblems_InvalidAddress_NamesTheOptionAndQuotesNoSecret(string address)
    {
        var problems = FindProblems(options => options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute));

        Assert.That(problems, Has.Length.EqualTo(1));
        Assert.That(problems[0], Does.Contain("BaseAddress").And.Contain("KNOWLEDGE_BASE_URL").And.Not.Contain("secret"));
    }

    [Test]
    public void FindProblems_PlainHttpAllowed_ReturnsNone()
    {
        Assert.That(
            FindProblems(options => (options.BaseAddress, options.AllowInsecureHttp) = (new Uri("http://example.com"), true)), Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    public void FindProblems_NoKey_NamesEveryPlaceToSetIt(string? key)
    {
        Assert.That(
            FindProblems(options => options.ApiKey = key).Single(),
            Does.Contain("ApiKey").And.Contain("ApiKeyProvider").And.Contain("KNOWLEDGE_BASE_API_KEY"));
    }

    [Test]
    public void FindProblems_NoKeyButAProvider_ReturnsNone()
    {
        Assert.That(
            FindProblems(options => (options.ApiKey, options.ApiKeyProvider) = (null, _ => ValueTask.FromResult("provided-api-key"))),
            Is.Empty);
    }

    [TestCaseSource(nameof(InvalidDurations))]
    public void FindProblems_InvalidDuration_NamesTheOption(TimeSpan duration)
    {
        var attempt = FindProblems(options => options.AttemptTimeout = duration);
        var total = FindProblems(options => options.TotalTimeout = duration);
        var delay = FindProblems(options => options.MaxRetryDelay = duration);

        Assert.That(attempt.Single(), Does.Contain("KnowledgeBaseClientOptions.AttemptTimeout"));
        Assert.That(total.Single(), Does.Contain("KnowledgeBaseClientOptions.TotalTimeout"));
        Assert.That(delay.Single(), Does.Contain("KnowledgeBaseClientOptions.MaxRetryDelay"));
    }

    [TestCase("AttemptTimeout", ", or to Timeout.InfiniteTimeSpan for no limit")]
    [TestCase("TotalTimeout", ", or to Timeout.InfiniteTimeSpan for no limit")]
    [TestCase("MaxRetryDelay", "")]
    public void FindProblems_DurationOfOneDay_IsTheLongest(string name, string infinite)
    {
        var option = typeof(KnowledgeBaseClientOptions).GetProperty(name)!;
        var oneDay = TimeSpan.FromDays(1);

        Assert.That(FindProblems(options => option.SetValue(options, oneDay)), Is.Empty);
        Assert.That(
            FindProblems(options => option.SetValue(options, oneDay + TimeSpan.FromTicks(1))),
            Is.EqualTo((string[])[
                $"{name} is 1.00:00:00.0000001. Set KnowledgeBaseClientOptions.{name} to a positive duration of at most 1 day, "
                + $"such as 00:00:30 for 30 seconds{infinite}. In a configuration, a bare number is a number of days."]));
    }

    [Test]
    public void FindProblems_NoKeyForAKeyedClient_DoesNotNameTheVariable()
    {
        Assert.That(
            FindProblems(options => (options.ApiKey, options.KeyFromEnvironment) = (null, false)).Single(),
            Is.EqualTo("There is no API key. Set KnowledgeBaseClientOptions.ApiKey or KnowledgeBaseClientOptions.ApiKeyProvider."));
    }

    [Test]
    public void FindProblems_ShortKey_NamesTheLimitAndEveryPlaceToSetIt()
    {
        Assert.That(
            FindProblems(options => options.ApiKey = "1234567").Single(),
            Is.EqualTo(
                "The API key is shorter than 8 characters. Correct KnowledgeBaseClientOptions.ApiKey, "
                + "or the environment variable KNOWLEDGE_BASE_API_KEY."));
    }

    [Test]
    public void FindProblems_AddressOfMoreThan1024Characters_NamesItsLength()
    {
        Assert.That(
            FindProblems(options => options.BaseAddress = new Uri($"https://host/{new string('a', 1012)}")).Single(),
            Is.EqualTo(
                "BaseAddress is 1025 characters long, more than 1024. Set KnowledgeBaseClientOptions.BaseAddress "
                + "or the environment variable KNOWLEDGE_BASE_URL or NOXUS_BACKEND_URL to the address of the service, "
                + "such as \"https://backend.noxus.ai/\"."));
        Assert.That(FindProblems(options => options.BaseAddress = new Uri($"https://host/{new string('a', 1011)}")), Is.Empty);
    }

    [TestCase("", "MaxRetries")]
    [TestCase("Services:Runs", "Services:Runs:MaxRetries")]
    public void FindProblems_OptionsFromAConfiguration_NamesThePathInIt(string path, string place)
    {
        Assert.That(
            FindProblems(options => (options.ConfigurationPath, options.MaxRetries) = (path, -1)).Single(),
            Is.EqualTo($"MaxRetries is -1. Set {place} in the configuration to a number from 0 to 100."));
    }

    [Test]
    public void FindProblems_InfiniteTimeouts_ReturnsNone()
    {
        var infinite = Timeout.InfiniteTimeSpan;
        Assert.That(FindProblems(options => (options.AttemptTimeout, options.TotalTimeout) = (infinite, infinite)), Is.Empty);
    }

    [Test]
    public void FindProblems_NumberOutOfRange_NamesTheOption()
    {
        Assert.That(FindProblems(options => options.MaxRetries = -1).Single(), Does.Contain("MaxRetries is -1"));
        Assert.That(FindProblems(options => options.MaxRetries = 101).Single(), Does.Contain("MaxRetries is 101"));
        Assert.That(FindProblems(options => options.MaxRunIdsPerRequest = 0).Single(), Does.Contain("MaxRunIdsPerRequest is 0"));
        Assert.That(FindProblems(options => options.MaxResponseBytes = 0).Single(), Does.Contain("MaxResponseBytes is 0"));
    }

    [TestCase("two words")]
    [TestCase("")]
    [TestCase("a\r\nX-Evil: 1")]
    [TestCase("(comment)")]
    public void FindProblems_InvalidApplicationName_NamesTheOption(string name)
    {
        Assert.That(
            FindProblems(options => options.ApplicationName = name).Single(),
            Is.EqualTo(
                "ApplicationName cannot be sent in a User-Agent header. Set KnowledgeBaseClientOptions.ApplicationName "
                + "to a name without spaces, or a name and a version, such as \"Indexer/2.1\"."));
    }

    [Test]
    public void FindProblems_InvalidPolling_NamesTheProperty()
    {
        Assert.That(
            FindProblems(options => options.Polling.InitialInterval = TimeSpan.Zero).Single(),
            Is.EqualTo(
                "Polling.InitialInterval is 00:00:00. Set KnowledgeBaseClientOptions.Polling.InitialInterval to a positive duration "
                + "of at most 1 day."));
        Assert.That(
            FindProblems(options => options.Polling.MaxInterval = TimeSpan.FromMilliseconds(1)).Single(),
            Does.Contain("MaxInterval is 00:00:00.001"));
        Assert.That(
            FindProblems(options => options.Polling.MaxConcurrentRequests = 0).Single(), Does.Contain("MaxConcurrentRequests is 0"));
        Assert.That(
            FindProblems(options => options.Polling = null!).Single(),
            Is.EqualTo("Polling is null. Set KnowledgeBaseClientOptions.Polling to a PollingOptions object, or keep its default."));
    }

    [Test]
    public void FindProblems_InvalidPollingFromAConfiguration_NamesThePathInIt()
    {
        Assert.That(
            FindProblems(options => (options.ConfigurationPath, options.Polling.MaxConcurrentRequests) = ("Services:Runs", 0)).Single(),
            Is.EqualTo(
                "Polling.MaxConcurrentRequests is 0. Set Services:Runs:Polling:MaxConcurrentRequests in the configuration to at least 1."));
    }

    [Test]
    public void FindProblems_SeveralProblems_ReturnsAllOfThem()
    {
        Assert.That(
            FindProblems(options => (options.ApiKey, options.MaxRetries, options.MaxResponseBytes) = (null, -1, -1)),
            Has.Length.EqualTo(3));
    }

    private static string[] FindProblems(Action<KnowledgeBaseClientOptions> configure) =>
        [.. OptionsValidator.FindProblems(Options(configure))];

    private static KnowledgeBaseClientOptions Options(Action<KnowledgeBaseClientOptions> configure) =>
        TestClients.Options(EnvironmentDefaults.DefaultAddress, configure);
}
