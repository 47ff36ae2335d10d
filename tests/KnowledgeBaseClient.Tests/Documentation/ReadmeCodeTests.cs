using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class ReadmeCodeTests
{
    [Test]
    public void CSharpBlocks_InTheReadme_AreTheCompiledSnippets() =>
        Assert.That(ReadmeText.BlocksOf("csharp"), Is.Not.Empty.And.EqualTo(ReadmeText.CompiledSnippets()));

    [Test]
    public void FirstBlock_InTheReadme_HasSixLinesAndComesFirst()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ReadmeText.BlocksOf("csharp")[0].TrimEnd('\n').Split('\n'), Has.Length.EqualTo(6).And.None.Empty);
            Assert.That(ReadmeText.Markdown.Split('\n').TakeWhile(line => line != "```csharp").ToArray(), Has.Length.EqualTo(4));
        }
    }

    [Test]
    public void ShellBlock_InTheReadme_IsTheTwoCommands() =>
        Assert.That(ReadmeText.BlocksOf("shell"), Is.EqualTo((string[])["dotnet run --project samples/QuickStart\ndotnet test\n"]));

    [Test]
    public void MethodsTable_InTheReadme_ListsEveryMethodOfTheClient() =>
        Assert.That(
            ReadmeText.Table("Method").Select(row => row[0]),
            Is.EqualTo(typeof(IRunsClient).GetMethods().Select(method => $"`{method.Name}`")));

    [Test]
    public void Length_OfTheReadme_IsUnder200Lines() => Assert.That(ReadmeText.Markdown.Split('\n'), Has.Length.LessThan(200));

    [Test]
    public void JsonBlock_InTheReadme_SetsOptionsThatAreValid()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(ReadmeText.BlocksOf("json").Single()));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddJsonStream(json).AddInMemoryCollection([new("KnowledgeBase:ApiKey", "a-key-for-this-test")]);

        global::Readme.ReadmeSnippets.FromConfiguration(builder);

        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builder.Configuration.GetSection("KnowledgeBase").GetChildren().Select(entry => entry.Key), Is.SubsetOf(OptionNames()));
            Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://backend.noxus.ai")));
            Assert.That(options.TotalTimeout, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That(options.MaxRetries, Is.EqualTo(5));
        }
    }

    private static IEnumerable<string> OptionNames() => typeof(KnowledgeBaseClientOptions).GetProperties().Select(property => property.Name);
}
