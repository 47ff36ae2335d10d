using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class OptionTableTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Get("docs/configuration.md");
    private static readonly KnowledgeBaseClientOptions Defaults = CreateDefaults();

    [Test]
    public void OptionTable_ListsEveryOptionWithItsDefault() =>
        Assert.That(
            Page.Table("Option").Select(row => $"{row[0]}: {row[1]}"),
            Is.EqualTo(PropertiesOf<KnowledgeBaseClientOptions>().Select(option => $"`{option.Name}`: {DefaultOf(option)}")));

    [TestCase("Polling option", typeof(PollingOptions))]
    [TestCase("Wait option", typeof(WaitOptions))]
    [TestCase("Watch option", typeof(WatchOptions))]
    [TestCase("Upload option", typeof(UploadOptions))]
    public void OptionTable_OfOneCall_ListsEveryOptionWithItsDefault(string firstHeader, Type options)
    {
        var defaults = Activator.CreateInstance(options);

        Assert.That(
            Page.Table(firstHeader).Select(row => $"{row[0]}: {row[1]}"),
            Is.EqualTo(options.GetProperties().Select(option => $"`{option.Name}`: {TextOf(option.GetValue(defaults))}")));
    }

    [Test]
    public void EnvironmentTable_ListsEveryVariable() =>
        Assert.That(
            Page.Table("Variable").Select(row => row[0].Trim('`')),
            Is.EqualTo((string[])[EnvironmentDefaults.ApiKey, EnvironmentDefaults.Address, EnvironmentDefaults.VendorAddress]));

    [Test]
    public void JsonBlock_SetsOptionsThatAreValid()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(Page.CodeBlocks("json").Single()));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddJsonStream(json).AddInMemoryCollection([new("KnowledgeBase:ApiKey", "a-key-for-this-test")]);

        global::DocumentationSnippets.DocsConfigurationSnippets.FromConfiguration(builder);

        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;
        using (Assert.EnterMultipleScope())
        {
            var section = builder.Configuration.GetSection("KnowledgeBase");
            Assert.That(NamesIn(section), Is.SubsetOf(PropertiesOf<KnowledgeBaseClientOptions>().Select(option => option.Name)));
            Assert.That(NamesIn(section.GetSection("Polling")), Is.SubsetOf(PropertiesOf<PollingOptions>().Select(option => option.Name)));
            Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://backend.noxus.ai")));
            Assert.That(options.TotalTimeout, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That(options.MaxRetries, Is.EqualTo(5));
            Assert.That(options.Polling.MaxInterval, Is.EqualTo(TimeSpan.FromSeconds(30)));
        }
    }

    private static KnowledgeBaseClientOptions CreateDefaults()
    {
        var options = new KnowledgeBaseClientOptions();
        EnvironmentDefaults.Apply(options, _ => null);
        return options;
    }

    private static IEnumerable<string> NamesIn(IConfigurationSection section) => section.GetChildren().Select(entry => entry.Key);

    private static PropertyInfo[] PropertiesOf<T>() => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string DefaultOf(PropertyInfo option) => (option.Name, option.GetValue(Defaults)) switch
    {
        (nameof(KnowledgeBaseClientOptions.ApiKey), null) => $"`{EnvironmentDefaults.ApiKey}`",
        (nameof(KnowledgeBaseClientOptions.BaseAddress), Uri address) =>
            $"`{EnvironmentDefaults.Address}`, `{EnvironmentDefaults.VendorAddress}`, `{address.OriginalString}`",
        (_, PollingOptions) => "see below",
        (_, var value) => TextOf(value),
    };

    private static string TextOf(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        TimeSpan duration when duration == Timeout.InfiniteTimeSpan => "none",
        TimeSpan duration => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds} s"),
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"The documentation has no format for {value}."),
    };
}
