using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

public sealed class OptionsValidatorTests
{
    private static readonly string[] GoodAddresses =
    [
        "https://backend.noxus.ai", "https://host:8443/api/", "http://localhost:5000", "http://127.0.0.1", "http://[::1]:80",
    ];

    private static readonly string[] BadAddresses =
    [
        "backend.noxus.ai", "/v1", "ftp://host", "file:///etc/passwd", "http://example.com", "http://localhost.example.com", "http://10.0.0.1",
        "https://user:secret@host", "https://host?key=secret", "https://host#part",
        "https://host//other.example", "https://host/a/..//other.example/", "https://host/\\other.example",
    ];

    private static readonly TimeSpan[] BadDurations = [TimeSpan.Zero, TimeSpan.FromSeconds(-2), TimeSpan.FromDays(30), TimeSpan.MaxValue];

    [TestCaseSource(nameof(GoodAddresses))]
    public void Complaints_AddressThatWorks_AreNone(string address)
    {
        Assert.That(Complaints(options => options.BaseAddress = new Uri(address)), Is.Empty);
    }

    [TestCaseSource(nameof(BadAddresses))]
    public void Complaints_AddressThatCannotWork_SaysWhatToSetAndQuotesNoSecret(string address)
    {
        var complaints = Complaints(options => options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute));

        Assert.That(complaints, Has.Length.EqualTo(1));
        Assert.That(complaints[0], Does.Contain("BaseAddress").And.Contain("KNOWLEDGE_BASE_URL").And.Not.Contain("secret"));
    }

    [Test]
    public void Complaints_PlainHttpAllowed_AreNone()
    {
        Assert.That(
            Complaints(options => (options.BaseAddress, options.AllowInsecureHttp) = (new Uri("http://example.com"), true)), Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    public void Complaints_NoKey_SaysWhereToSetIt(string? key)
    {
        Assert.That(
            Complaints(options => options.ApiKey = key).Single(),
            Does.Contain("ApiKey").And.Contain("ApiKeyProvider").And.Contain("KNOWLEDGE_BASE_API_KEY"));
    }

    [Test]
    public void Complaints_NoKeyButAProvider_AreNone()
    {
        Assert.That(Complaints(options => (options.ApiKey, options.ApiKeyProvider) = (null, _ => ValueTask.FromResult("provided-api-key"))), Is.Empty);
    }

    [TestCaseSource(nameof(BadDurations))]
    public void Complaints_DurationThatCannotWork_NamesTheOption(TimeSpan duration)
    {
        Assert.That(Complaints(options => options.AttemptTimeout = duration).Single(), Does.Contain("KnowledgeBaseClientOptions.AttemptTimeout"));
        Assert.That(Complaints(options => options.TotalTimeout = duration).Single(), Does.Contain("KnowledgeBaseClientOptions.TotalTimeout"));
        Assert.That(Complaints(options => options.MaxRetryDelay = duration).Single(), Does.Contain("KnowledgeBaseClientOptions.MaxRetryDelay"));
    }

    [Test]
    public void Complaints_ADurationOfADay_IsTheLongest([Values("AttemptTimeout", "TotalTimeout", "MaxRetryDelay")] string name)
    {
        var option = typeof(KnowledgeBaseClientOptions).GetProperty(name)!;
        var aDay = TimeSpan.FromDays(1);

        Assert.That(Complaints(options => option.SetValue(options, aDay)), Is.Empty);
        Assert.That(
            Complaints(options => option.SetValue(options, aDay + TimeSpan.FromTicks(1))),
            Is.EqualTo((string[])[
                $"{name} is 1.00:00:00.0000001: set KnowledgeBaseClientOptions.{name} to a positive duration of at most a day, such as 00:00:30 "
                + "for 30 seconds (in a configuration, a bare number counts days)."]));
    }

    [Test]
    public void Complaints_NoKeyAndNoneFromTheEnvironment_DoesNotNameItsVariable()
    {
        Assert.That(
            Complaints(options => (options.ApiKey, options.KeyFromEnvironment) = (null, false)).Single(),
            Is.EqualTo("There is no API key: set KnowledgeBaseClientOptions.ApiKey or ApiKeyProvider."));
    }

    [TestCase("", "MaxRetries")]
    [TestCase("Services:Runs", "Services:Runs:MaxRetries")]
    public void Complaints_OptionsOfAConfiguration_NameThePlaceInIt(string path, string place)
    {
        Assert.That(
            Complaints(options => (options.ConfigurationPath, options.MaxRetries) = (path, -1)).Single(),
            Is.EqualTo($"MaxRetries is -1: set {place} in the configuration to a number from 0 to 100."));
    }

    [TestCase(null, "")]
    [TestCase("", "")]
    [TestCase("tenant-a", "The client \"tenant-a\": ")]
    public void Validate_OptionsThatCannotWork_SaysWhoseTheyAre(string? client, string whose)
    {
        var result = new OptionsValidator().Validate(client, Options(options => options.MaxRetries = -1));

        Assert.That(
            result.Failures,
            Is.EqualTo((string[])[$"{whose}MaxRetries is -1: set KnowledgeBaseClientOptions.MaxRetries to a number from 0 to 100."]));
    }

    [Test]
    public void Validate_OptionsThatWork_Succeeds([Values(null, "tenant-a")] string? client)
    {
        Assert.That(new OptionsValidator().Validate(client, Options(_ => { })).Succeeded, Is.True);
    }

    [Test]
    public void Complaints_NoTimeoutsAtAll_AreNone()
    {
        var infinite = Timeout.InfiniteTimeSpan;
        Assert.That(Complaints(options => (options.AttemptTimeout, options.TotalTimeout) = (infinite, infinite)), Is.Empty);
    }

    [Test]
    public void Complaints_NumbersOutOfRange_NameTheOption()
    {
        Assert.That(Complaints(options => options.MaxRetries = -1).Single(), Does.Contain("MaxRetries is -1"));
        Assert.That(Complaints(options => options.MaxRetries = 101).Single(), Does.Contain("MaxRetries is 101"));
        Assert.That(Complaints(options => options.MaxRunIdsPerRequest = 0).Single(), Does.Contain("MaxRunIdsPerRequest is 0"));
        Assert.That(Complaints(options => options.MaxResponseBytes = 0).Single(), Does.Contain("MaxResponseBytes is 0"));
    }

    [TestCase("two words")]
    [TestCase("")]
    [TestCase("a\r\nX-Evil: 1")]
    [TestCase("(comment)")]
    public void Complaints_ApplicationNameThatIsNoProduct_NamesTheOption(string name)
    {
        Assert.That(
            Complaints(options => options.ApplicationName = name).Single(),
            Is.EqualTo(
                "ApplicationName cannot be sent as a User-Agent: set KnowledgeBaseClientOptions.ApplicationName "
                + "to a name without spaces, or a name and a version, such as \"Indexer/2.1\"."));
    }

    [Test]
    public void Complaints_PollingThatCannotWork_NamesTheProperty()
    {
        Assert.That(
            Complaints(options => options.Polling.Initial = TimeSpan.Zero).Single(),
            Does.Contain("Initial is 00:00:00").And.Contain("KnowledgeBaseClientOptions.Polling"));
        Assert.That(Complaints(options => options.Polling.Maximum = TimeSpan.FromMilliseconds(1)).Single(), Does.Contain("Maximum is 00:00:00.001"));
        Assert.That(Complaints(options => options.Polling.MaxConcurrentRequests = 0).Single(), Does.Contain("MaxConcurrentRequests is 0"));
        Assert.That(Complaints(options => options.Polling = null!).Single(), Does.Contain("Polling is null"));
    }

    [Test]
    public void Complaints_SeveralProblems_AreAllTold()
    {
        Assert.That(Complaints(options => (options.ApiKey, options.MaxRetries, options.MaxResponseBytes) = (null, -1, -1)), Has.Length.EqualTo(3));
    }

    private static string[] Complaints(Action<KnowledgeBaseClientOptions> configure) => [.. OptionsValidator.Complaints(Options(configure))];

    private static KnowledgeBaseClientOptions Options(Action<KnowledgeBaseClientOptions> configure)
    {
        var options = new KnowledgeBaseClientOptions { ApiKey = "test-api-key", BaseAddress = EnvironmentDefaults.DefaultAddress };
        configure(options);
        return options;
    }
}
