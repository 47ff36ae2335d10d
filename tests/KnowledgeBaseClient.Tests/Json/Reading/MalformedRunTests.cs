using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// The exception for malformed JSON describes the problem and its position.
public sealed class MalformedRunTests
{
    private const string NotWellFormed = "the text is not well-formed JSON: expected";

    [TestCase("""{"id":"r","status":"s",x}""", "a property name at byte 23 of the run")]
    [TestCase("""{"id":"r","status":"s",'x':1}""", "a property name at byte 23 of the run")]
    [TestCase("""{"id":"r","status" "s"}""", "':' at byte 19 of the run")]
    [TestCase("""{"id":"r" "status":"s"}""", "',' at byte 10 of the run")]
    [TestCase("""{"id":"r","status":"s","saved":tru}""", "'true' at byte 31 of the run")]
    [TestCase("""{"id":"r","status":"s","saved":falsy}""", "'false' at byte 31 of the run")]
    [TestCase("""{"id":"r","status":"s","new":nul}""", "'null' at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":}""", "a value at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","node_ids":["a" "b"]}""", "a comma or ']' at byte 39 of the run")]
    [TestCase("""{"id":"r","status":"s","node_ids":["a":]}""", "a comma or ']' at byte 38 of the run")]
    [TestCase("""{"id":"r","status":"s","new":"\q12345"}""", "a string with valid escape sequences at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":"\u12G4"}""", "a string with valid escape sequences at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":"\u123"}""", "a string with valid escape sequences at byte 29 of the run")]
    [TestCase("{\"id\":\"r\",\"status\":\"s\",\"new\":\"a\nb\"}", "a string without control characters at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":"a""", "the end of a string at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":"a\n""", "the end of a string at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":"\u0041""", "the end of a string at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":"\""", "a string with valid escape sequences at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":[1""", "the end of an object or array at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s","new":{"a":[]""", "the end of an object or array at byte 29 of the run")]
    [TestCase("""{"id":"r","status":"s",""", "more data at byte 23 of the run")]
    public void Read_MalformedJson_ReportsWhatWasExpectedAndWhere(string text, string expected)
    {
        var json = new RawJson(Encoding.UTF8.GetBytes(text));

        var full = Assert.Catch<MalformedRunException>(() => RunReader.ReadRun(json));
        var summary = Assert.Catch<MalformedRunException>(() => RunReader.ReadSummary(json));

        Assert.That(full!.Problem, Is.EqualTo($"{NotWellFormed} {expected}"));
        Assert.That(summary!.Problem, Is.EqualTo(full.Problem));
    }

    [Test]
    public void Read_InvalidNumberInAnyProperty_Throws(
        [Values("progress", "new", "source")] string field, [Values("01", "1.", "1e", "-", "--1", "1.2.3")] string number)
    {
        var json = new RawJson(Encoding.UTF8.GetBytes($$"""{"id":"r","status":"s","{{field}}":{{number}}}"""));

        Assert.That(() => RunReader.ReadRun(json), Throws.TypeOf<MalformedRunException>());
        Assert.That(() => RunReader.ReadSummary(json), Throws.TypeOf<MalformedRunException>());
    }

    [TestCase("""{"status":"s"}""", "the \"id\" property is missing, empty or not a string")]
    [TestCase("""{"id":"","status":"s"}""", "the \"id\" property is missing, empty or not a string")]
    [TestCase("""{"id":"r"}""", "the \"status\" property of run r is missing or not a string")]
    [TestCase("""{"id":"r","status":null}""", "the \"status\" property of run r is missing or not a string")]
    [TestCase("[]", "a run must be an object, but this is an array")]
    public void Read_NotARun_ReportsWhatIsMissing(string text, string message)
    {
        var thrown = Assert.Catch<MalformedRunException>(() => RunReader.ReadRun(new RawJson(Encoding.UTF8.GetBytes(text))));

        Assert.That(thrown!.Problem, Is.EqualTo(message));
        Assert.That(thrown.Position, Is.Zero);
    }

    [Test]
    public void Read_BytesThatAreNotUtf8_ReportsThePosition()
    {
        var thrown = Assert.Catch<MalformedRunException>(() => RunReader.ReadRun(new RawJson(new byte[] { (byte)'{', 0xC0, (byte)'}' })));

        Assert.That(thrown!.Problem, Is.EqualTo("the text contains bytes that are not valid UTF-8"));
        Assert.That(thrown.Position, Is.EqualTo(1));
    }
}
