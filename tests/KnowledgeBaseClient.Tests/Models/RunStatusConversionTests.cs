using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

/// <summary>A status from and to text: parsing, type converters, and the configuration binder.</summary>
public sealed class RunStatusConversionTests
{
    private static readonly TypeConverter Converter = TypeDescriptor.GetConverter(typeof(RunStatus));

    [TestCase("failed", "failed")]
    [TestCase("Failed", "failed")]
    [TestCase(" AWAITING_HUMAN_FEEDBACK ", "awaiting_human_feedback")]
    [TestCase("Archived", "Archived")]
    public void Parse_Text_RecognizesKnownStatusesInAnyLetterCase(string text, string value)
    {
        Assert.That(RunStatus.Parse(text).Value, Is.EqualTo(value));
        Assert.That(RunStatus.TryParse(text, out var status), Is.True);
        Assert.That(status.Value, Is.EqualTo(value));
        Assert.That(Converter.ConvertFromInvariantString(text), Is.EqualTo(status));
    }

    [TestCase("")]
    [TestCase(" ")]
    public void Parse_BlankText_ThrowsFormatException(string text)
    {
        Assert.That(() => RunStatus.Parse(text), Throws.TypeOf<FormatException>());
        Assert.That(RunStatus.TryParse(text, out var status), Is.False);
        Assert.That(status, Is.EqualTo(default(RunStatus)));
    }

    [Test]
    public void ConvertFrom_EmptyText_IsTheEmptyStatus()
    {
        Assert.That(Converter.ConvertFromInvariantString(""), Is.EqualTo(default(RunStatus)));
        Assert.That(Converter.ConvertToInvariantString(default(RunStatus)), Is.Empty);
    }

    [Test]
    public void Parse_Null_ThrowsArgumentNullException()
    {
        Assert.That(() => RunStatus.Parse(null!), Throws.ArgumentNullException);
        Assert.That(RunStatus.TryParse(null, out _), Is.False);
    }

    [Test]
    public void Parse_TurkishCulture_IsTheSame()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
        try
        {
            Assert.That(RunStatus.Parse("FAILED"), Is.EqualTo(RunStatus.Failed));
            Assert.That(RunStatus.Parse("RUNNING"), Is.EqualTo(RunStatus.Running));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Test]
    public void ConvertTo_Status_IsItsText() =>
        Assert.That(Converter.ConvertToInvariantString(new RunStatus("Archived")), Is.EqualTo("Archived"));

    [TestCase("failed", "failed")]
    [TestCase("Stopped", "stopped")]
    [TestCase("", null)]
    public void Bind_ConfigurationValue_IsTheStatus(string text, string? value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Status"] = text, ["RunIds:0"] = "a" })
            .Build();

        var filter = configuration.Get<BoundFilter>()!;

        Assert.That(filter.Status?.Value, Is.EqualTo(value));
    }

    private sealed class BoundFilter
    {
        public RunStatus? Status { get; set; }
    }
}
