using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>The rules find violations in source files that have some, and nothing in those that have none.</summary>
public sealed class DependencyRulesTests
{
    private static readonly SourceFile[] Declarations =
    [
        new("RunsClient.cs", "public static class RunsClient { public const int Limit = 1; }"),
        new("Waiting/RunPoller.cs", "class RunPoller { public int Interval; }"),
        new("Listing/RunLister.cs", "class RunLister { public static RunLister Create() => new(); }"),
        new("Listing/ListingExtensions.cs", "static class ListingExtensions { public static int CountRuns(this string text) => 0; }"),
        new("Http/RunsSender.cs", "class RunsSender { public class Nested { } }"),
        new("Http/ApiKey/ApiKeySource.cs", "class ApiKeySource { }"),
        new("Json/KnowledgeBaseJsonConverter.cs", "class KnowledgeBaseJsonConverter { }"),
        new("Models/Run.cs", "class Run { public string Id = string.Empty; }"),
        new("Options/KnowledgeBaseClientOptions.cs", "class KnowledgeBaseClientOptions { public string ApiKey = \"\"; public int Limit; }"),
        new("Errors/KnowledgeBaseException.cs", "class KnowledgeBaseException : Exception { }"),
        new("Diagnostics/Log.cs", "static class Log { public static void Write() { } }"),
    ];

    [TestCase("Waiting", "_ = RunsClient.Limit", "Waiting must not use the facade")]
    [TestCase("Listing", "_ = typeof(RunPoller)", "Listing must not use Waiting")]
    [TestCase("Http", "var lister = RunLister.Create()", "Http must not use Listing")]
    [TestCase("Http/Retry", "_ = \"text\".CountRuns()", "Http must not use Listing")]
    [TestCase("Json", "RunsSender sender = new()", "Json must not use Http")]
    [TestCase("Json/Reading", "_ = new List<RunsSender.Nested[]>()", "Json must not use Http")]
    [TestCase("Options", "_ = nameof(RunsSender)", "Options must not use Http")]
    [TestCase("Options", "_ = new ApiKeySource()", "Options must not use Http")]
    [TestCase("Models", "_ = new KnowledgeBaseJsonConverter()", "Models must not use Json")]
    [TestCase("Models", "Log.Write()", "Models must not use Diagnostics")]
    [TestCase("Errors", "_ = new KnowledgeBaseJsonConverter()", "Errors must not use Json")]
    [TestCase("Diagnostics", "_ = new RunPoller().Interval", "Diagnostics must not use Waiting")]
    [TestCase("Waiting", "Refit.RefitSettings? settings = null", "only Http uses Refit")]
    [TestCase("Http", "var context = Polly.ResilienceContextPool.Shared.Get()", "only Http/Retry uses Polly")]
    [TestCase("Http", "_ = new ApiKeySource()", "only Http/ApiKey, ClientServices and DependencyInjection use")]
    [TestCase("Http", "var options = new KnowledgeBaseClientOptions(); options.ApiKey = options.ApiKey", "only Options")]
    [TestCase("Http", "_ = new KnowledgeBaseClientOptions().ApiKey", "only Options and Http/ApiKey read")]
    [TestCase("Billing", "_ = new Run()", "no rule for the folder Billing")]
    public void Violations_ForbiddenUse_AreFound(string folder, string statement, string rule)
    {
        var violations = ViolationsOf($"{folder}/Sample.cs", Method(statement));

        Assert.That(violations, Is.Not.Empty.And.Some.Contains(rule));
        Assert.That(violations, Has.All.StartsWith($"{folder}/Sample.cs(4): "));
    }

    [TestCase("Sample.cs", "_ = new RunPoller().Interval")]
    [TestCase("DependencyInjection/Sample.cs", "_ = new ApiKeySource()")]
    [TestCase("Http/ClientServices.cs", "_ = new ApiKeySource()")]
    [TestCase("Waiting/Sample.cs", "_ = new RunsSender.Nested()")]
    [TestCase("Http/Sample.cs", "_ = new KnowledgeBaseClientOptions().Limit")]
    [TestCase("Http/Sample.cs", "_ = nameof(KnowledgeBaseClientOptions.ApiKey)")]
    [TestCase("Http/Sample.cs", "Refit.RefitSettings? settings = null")]
    [TestCase("Http/Sample.cs", "_ = new KnowledgeBaseClientOptions { ApiKey = string.Empty }")]
    [TestCase("Http/ApiKey/Sample.cs", "_ = new KnowledgeBaseClientOptions().ApiKey")]
    [TestCase("Http/Retry/Sample.cs", "Polly.ResilienceContext? context = null")]
    [TestCase("Http/Failures/ExceptionTranslator.cs", "Polly.ExecutionRejectedException? rejection = null")]
    [TestCase("Json/Sample.cs", "Log.Write(); throw new KnowledgeBaseException()")]
    [TestCase("Errors/Sample.cs", "_ = new Run().Id")]
    [TestCase("Models/Sample.cs", "/* RunPoller */ _ = \"RunLister\"; int RunsSender = 1; _ = RunsSender")]
    public void Violations_AllowedUse_AreNone(string path, string statement) =>
        Assert.That(ViolationsOf(path, Method(statement)), Is.Empty);

    [Test]
    public void Violations_UsingDirective_AreFound()
    {
        Assert.That(ViolationsOf("Json/Sample.cs", "using Polly;"), Has.One.Contains("only Http/Retry uses Polly"));
        Assert.That(ViolationsOf("Http/Sample.cs", "using Polly.Retry;"), Is.Not.Empty);
        Assert.That(ViolationsOf("Waiting/Sample.cs", "using Refit;"), Has.One.Contains("only Http uses Refit"));
    }

    [Test]
    public void Violations_ConverterInAttributeOfModel_AreNone()
    {
        const string Source = """[System.ComponentModel.TypeConverter(typeof(KnowledgeBaseJsonConverter))] class Sample { }""";

        Assert.That(ViolationsOf("Models/Sample.cs", Source), Is.Empty);
        Assert.That(ViolationsOf("Errors/Sample.cs", Source), Has.One.Contains("Errors must not use Json"));
    }

    [Test]
    public void UnresolvedNames_UnknownType_AreFound()
    {
        var analysis = new TypeUseAnalysis([new SourceFile("Sample.cs", Method("_ = new Unknown()"))]);

        Assert.That(analysis.UnresolvedNames, Has.One.Matches<object>(error => $"{error}".Contains("Unknown", StringComparison.Ordinal)));
    }

    private static string Method(string statement) => $"class Sample\n{{\n    void Method() {{\n        {statement}; }}\n}}\n";

    private static IReadOnlyList<string> ViolationsOf(string path, string source)
    {
        var analysis = new TypeUseAnalysis([.. Declarations, new SourceFile(path, source)]);
        Assert.That(analysis.UnresolvedNames, Is.Empty);
        return DependencyRules.Violations(analysis.Uses);
    }
}
