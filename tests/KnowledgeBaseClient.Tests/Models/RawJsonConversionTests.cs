using System.ComponentModel;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

/// <summary>Opaque JSON from and to objects, strings and text.</summary>
public sealed class RawJsonConversionTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [TestCase("\"a \\\"b\\\" \\u00e4\"", ExpectedResult = "a \"b\" ä")]
    [TestCase("\"\"", ExpectedResult = "")]
    [TestCase("7", ExpectedResult = null)]
    [TestCase("null", ExpectedResult = null)]
    [TestCase("{}", ExpectedResult = null)]
    public string? GetString_Value_IsThatOfAJsonString(string json) => RawJson.Parse(json).GetString();

    [Test]
    public void GetString_AbsentField_IsNull() => Assert.That(default(RawJson).GetString(), Is.Null);

    [Test]
    public void Deserialize_Reflection_ReadsTheValue()
    {
        Assert.That(RawJson.Parse("""{"Name":"x","Count":2}""").Deserialize<Item>(), Is.EqualTo(new Item("x", 2)));
        Assert.That(RawJson.Parse("""{"name":"x","count":2}""").Deserialize<Item>(Web), Is.EqualTo(new Item("x", 2)));
        Assert.That(default(RawJson).Deserialize<Item>(), Is.Null);
    }

    [Test]
    public void FromObject_Value_IsItsJson()
    {
        Assert.That(RawJson.FromObject(new Item("x", 2)).ToString(), Is.EqualTo("""{"Name":"x","Count":2}"""));
        Assert.That(RawJson.FromObject(new Item("x", 2), Web).ToString(), Is.EqualTo("""{"name":"x","count":2}"""));
        Assert.That(RawJson.FromObject<Item?>(null).ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void FromObject_IndentedJson_IsOneValue() =>
        Assert.That(
            RawJson.FromObject(new Item("x", 2), new JsonSerializerOptions { WriteIndented = true }).ValueKind,
            Is.EqualTo(JsonValueKind.Object));

    [Test]
    public void Parse_Utf8_CopiesTheText()
    {
        var text = " {\"a\":1} "u8.ToArray();

        var json = RawJson.Parse(text);
        text.AsSpan().Fill((byte)'x');

        Assert.That(json, Is.EqualTo(RawJson.Parse("{\"a\":1}")));
        Assert.That(() => RawJson.Parse("{"u8), Throws.InstanceOf<JsonException>());
        Assert.That(() => RawJson.Parse(default(ReadOnlySpan<byte>)), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void TypeConverter_Value_RoundTripsAsText()
    {
        var converter = TypeDescriptor.GetConverter(typeof(RawJson));
        var json = RawJson.Parse("""{"a":[1,2]}""");

        Assert.That(converter.ConvertToInvariantString(json), Is.EqualTo("""{"a":[1,2]}"""));
        Assert.That(converter.ConvertFromInvariantString("""{"a":[1,2]}"""), Is.EqualTo(json));
        Assert.That(converter.ConvertFromInvariantString(""), Is.EqualTo(default(RawJson)));
        Assert.That(json.Text, Is.EqualTo(json.ToString()));
    }

    private sealed record Item(string Name, int Count);
}
