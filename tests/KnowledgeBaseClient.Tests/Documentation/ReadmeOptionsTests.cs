using System.Globalization;
using System.Reflection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class ReadmeOptionsTests
{
    private static readonly KnowledgeBaseClientOptions Defaults = MakeDefaults();

    [Test]
    public void OptionsTable_InTheReadme_ListsEveryOptionWithItsDefault()
    {
        var options = typeof(KnowledgeBaseClientOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

        Assert.That(
            ReadmeText.Table("Option").Select(row => $"{row[0]}: {row[1]}"),
            Is.EqualTo(options.Select(option => $"`{option.Name}`: {DefaultOf(option)}")));
    }

    [Test]
    public void WaitOptionsTable_InTheReadme_ListsEveryOptionWithItsDefault()
    {
        var defaults = new WaitOptions();

        Assert.That(
            ReadmeText.Table("Wait option").Select(row => $"{row[0]}: {row[1]}"),
            Is.EqualTo(typeof(WaitOptions).GetProperties().Select(
                option => $"`{option.Name}`: {(option.GetValue(defaults) is { } value && !value.Equals(Timeout.InfiniteTimeSpan) ? Text(value) : "none")}")));
    }

    private static KnowledgeBaseClientOptions MakeDefaults()
    {
        var options = new KnowledgeBaseClientOptions();
        EnvironmentDefaults.Apply(options, _ => null);
        return options;
    }

    private static string DefaultOf(PropertyInfo option) => (option.Name, option.GetValue(Defaults)) switch
    {
        (nameof(KnowledgeBaseClientOptions.ApiKey), null) => $"environment: `{EnvironmentDefaults.ApiKey}`",
        (nameof(KnowledgeBaseClientOptions.BaseAddress), Uri address) =>
            $"environment: `{EnvironmentDefaults.Address}`, or else `{EnvironmentDefaults.VendorAddress}`, or else `{address.OriginalString}`",
        (_, null) => "none",
        (_, bool value) => value ? "true" : "false",
        (_, PollingOptions polling) => string.Join(
            ", ", typeof(PollingOptions).GetProperties().Select(inner => $"`{inner.Name}` {Text(inner.GetValue(polling)!)}")),
        (_, { } value) => Text(value),
    };

    private static string Text(object value) => value switch
    {
        TimeSpan duration => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds} s"),
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"How does the README show {value}?"),
    };
}
