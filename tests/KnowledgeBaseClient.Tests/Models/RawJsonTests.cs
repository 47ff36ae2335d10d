using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace KnowledgeBaseClient.Tests.Models;

public sealed class RawJsonTests
{
    [TestCase("{}", JsonValueKind.Object)]
    [TestCase("[]", JsonValueKind.Array)]
    [TestCase("\"\"", JsonValueKind.String)]
    [TestCase("0", JsonValueKind.Number)]
    [TestCase("-1.5e3", JsonValueKind.Number)]
    [TestCase("true", JsonValueKind.True)]
    [TestCase("false", JsonValueKind.False)]
    [TestCase("null", JsonValueKind.Null)]
    public void ValueKind_AnyValue_MatchesItsJson(string text, JsonValueKind expected)
    {
        var json = RawJson.Parse(text);

        Assert.That(json.ValueKind, Is.EqualTo(expected));
        Assert.That(json.ToJsonElement().ValueKind, Is.EqualTo(expected));
    }

    [Test]
    public void Default_EveryMember_TreatsItAsAbsent()
    {
        var absent = default(RawJson);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(absent.ValueKind, Is.EqualTo(JsonValueKind.Undefined));
            Assert.That(absent.ToJsonElement().ValueKind, Is.EqualTo(JsonValueKind.Undefined));
            Assert.That(absent.ToString(), Is.Empty);
            Assert.That(absent.TryGetProperty("a", out _), Is.False);
            Assert.That(absent.Deserialize(UserJsonContext.Default.Workflow), Is.Null);
            Assert.That(absent, Is.Not.EqualTo(RawJson.Parse("null")));
        }
    }

    [TestCase(" \t\r\n{ \"a\" : 1 } \n", "{ \"a\" : 1 }")]
    [TestCase(" 1 ", "1")]
    [TestCase("\" a \"", "\" a \"")]
    [TestCase("12", "12")]
    [TestCase("[1, 2]", "[1, 2]")]
    [TestCase("\"要 \\u00fc\"", "\"要 \\u00fc\"")]
    public void Parse_OneValue_KeepsItsTextWithoutSurroundingWhiteSpace(string text, string expected) =>
        Assert.That(RawJson.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("1 2")]
    [TestCase("{}{}")]
    [TestCase("[1],")]
    [TestCase("{")]
    [TestCase("{]")]
    [TestCase("[1,]")]
    [TestCase("{'a':1}")]
    [TestCase("nul")]
    [TestCase("01")]
    [TestCase("\"a")]
    [TestCase("// comment\n1")]
    [TestCase("\uFEFF1")]
    [TestCase("<html>")]
    public void Parse_NotExactlyOneValue_Throws(string text) =>
        Assert.That(() => RawJson.Parse(text), Throws.InstanceOf<JsonException>());

    [Test]
    public void Deserialize_MatchingType_ReturnsTheValue() =>
        Assert.That(RawJson.Parse("[1, 2, 3]").Deserialize(UserJsonContext.Default.Int32Array), Is.EqualTo<int[]>([1, 2, 3]));

    [Test]
    public void Deserialize_NullValue_ReturnsNull() =>
        Assert.That(RawJson.Parse("null").Deserialize(UserJsonContext.Default.Int32Array), Is.Null);

    [Test]
    public void Deserialize_WrongType_Throws() =>
        Assert.That(() => RawJson.Parse("{}").Deserialize(UserJsonContext.Default.Int32Array), Throws.InstanceOf<JsonException>());

    [TestCase("""{"a":1}""", "a", "1")]
    [TestCase("""{ "b" : [ "a" ] , "a" : { "a" : 2 } , "c" : 3 }""", "a", """{ "a" : 2 }""")]
    [TestCase("""{"b":{"a":1},"a":null}""", "a", "null")]
    [TestCase("""{"a":1,"b":2,"a":3}""", "a", "3")]
    [TestCase("""{"\u0061":1}""", "a", "1")]
    [TestCase("""{"\ud800":1,"a":2}""", "a", "2")]
    [TestCase("""{"\ud83d\ude00":1}""", "😀", "1")]
    [TestCase("""{"":1}""", "", "1")]
    [TestCase("""{"a":"x, \"b\": }"}""", "a", """
        "x, \"b\": }"
        """)]
    public void TryGetProperty_ExistingProperty_ReturnsItsText(string text, string name, string expected)
    {
        Assert.That(RawJson.Parse(text).TryGetProperty(name, out var value), Is.True);
        Assert.That(value.ToString(), Is.EqualTo(expected));
    }

    [TestCase("{}", "a")]
    [TestCase("""{"b":{"a":1}}""", "a")]
    [TestCase("""{"A":1}""", "a")]
    [TestCase("""{"aa":1}""", "a")]
    [TestCase("""{"a\ud800":1}""", "a")]
    [TestCase("""{"b":"a"}""", "a")]
    [TestCase("""["a"]""", "a")]
    [TestCase("\"a\"", "a")]
    [TestCase("1", "a")]
    [TestCase("null", "a")]
    public void TryGetProperty_MissingProperty_ReturnsFalse(string text, string name)
    {
        Assert.That(RawJson.Parse(text).TryGetProperty(name, out var value), Is.False);
        Assert.That(value, Is.EqualTo(default(RawJson)));
    }

    [Test]
    public void TryGetProperty_NameWithALoneSurrogate_ReturnsFalse() =>
        Assert.That(RawJson.Parse("""{"\ud800":1,"b":2}""").TryGetProperty("\ud800", out _), Is.False);

    [Test]
    public void TryGetProperty_Repeated_ReachesNestedValues()
    {
        var json = RawJson.Parse("""{"error":{"code":5,"message":"quota"}}""");

        var found = json.TryGetProperty("error", out var error) & error.TryGetProperty("message", out var message);

        Assert.That(found, Is.True);
        Assert.That(message.ToString(), Is.EqualTo("\"quota\""));
    }

    [Test]
    public void Equals_SameText_IsTrue()
    {
        var one = RawJson.Parse("""{"a":1}""");
        var other = RawJson.Parse(""" {"a":1} """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Equals((object)other), Is.True);
            Assert.That(one == other, Is.True);
            Assert.That(one != other, Is.False);
            Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
        }
    }

    [TestCase("1.0", "1")]
    [TestCase("""{"a":1}""", """{ "a":1}""")]
    [TestCase("\"a\"", "\"\\u0061\"")]
    [TestCase("null", "0")]
    public void Equals_DifferentText_IsFalse(string text, string otherText)
    {
        var one = RawJson.Parse(text);
        var other = RawJson.Parse(otherText);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Equals(other), Is.False);
            Assert.That(one == other, Is.False);
            Assert.That(one != other, Is.True);
            Assert.That(one.Equals((object)text), Is.False);
        }
    }

    [TestCase("""{ "a" : 0.10 }""", """{ "a" : 0.10 }""")]
    [TestCase("null", "null")]
    [TestCase(null, "null")]
    public void WriteTo_AnyValue_WritesItUnchanged(string? text, string expected)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            (text is null ? default : RawJson.Parse(text)).WriteTo(writer);
        }

        Assert.That(Encoding.UTF8.GetString(buffer.WrittenSpan), Is.EqualTo(expected));
    }

    [Test]
    public void Members_CalledFromManyThreads_ReturnTheSameValues()
    {
        var run = RunReader.CopyRun(RawJson.Parse("""{"id":"a","status":"b","input":{"x":[1,2,3],"y":"ü"}}"""));

        Parallel.For(0, 2_000, _ =>
        {
            var input = run.Input;
            Assert.That(input.ToString(), Is.EqualTo("""{"x":[1,2,3],"y":"ü"}"""));
            Assert.That(input.TryGetProperty("y", out var y) ? y.ToString() : null, Is.EqualTo("\"ü\""));
            Assert.That(input.ToJsonElement().GetProperty("x").GetArrayLength(), Is.EqualTo(3));
            Assert.That(input.Equals(RawJson.Parse("""{"x":[1,2,3],"y":"ü"}""")), Is.True);
        });
    }

    [Test]
    public void Members_NullArgument_ThrowWithItsName()
    {
        Assert.That(() => RawJson.Parse((string)null!), ThrowsNull("json"));
        Assert.That(() => RawJson.Parse("1").Deserialize((JsonTypeInfo<int>)null!), ThrowsNull("typeInfo"));
        Assert.That(() => default(RawJson).Deserialize((JsonTypeInfo<int>)null!), ThrowsNull("typeInfo"));
        Assert.That(() => RawJson.Parse("{}").TryGetProperty(null!, out _), ThrowsNull("name"));
        Assert.That(() => RawJson.Parse("1").WriteTo(null!), ThrowsNull("writer"));
    }

    [Test]
    public void GetHashCode_DifferentTexts_Differs()
    {
        int[] hashes = [.. ((string[])["1", "2", "\"1\"", "[1]", "[2]", "{}"]).Select(text => RawJson.Parse(text).GetHashCode())];

        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void ToJsonElement_NestedTo500Levels_IsParsed()
    {
        var text = new string('[', 500) + new string(']', 500);

        Assert.That(RawJson.Parse(text).ToJsonElement().GetRawText(), Is.EqualTo(text));
    }

    [TestCase("\"quota\"", "quota")]
    [TestCase("\"\"", "")]
    [TestCase("\"\\u00fc\\n\"", "\u00fc\n")]
    [TestCase("\"a \\ud800\"", "a \\ud800")]
    public void GetString_String_ReturnsItsValue(string text, string expected) =>
        Assert.That(RawJson.Parse(text).GetString(), Is.EqualTo(expected));

    [TestCase("null")]
    [TestCase("1")]
    [TestCase("{}")]
    [TestCase(null)]
    public void GetString_OtherKindOfValue_ReturnsNull(string? text) =>
        Assert.That((text is null ? default : RawJson.Parse(text)).GetString(), Is.Null);

    private static EqualStringConstraint ThrowsNull(string parameter) =>
        Throws.ArgumentNullException.With.Property(nameof(ArgumentException.ParamName)).EqualTo(parameter);
}
