using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

public sealed class ApiKeyFormatTests
{
    [TestCase(8)]
    [TestCase(4096)]
    public void FindProblem_ShortestOrLongestKey_ReturnsNull(int length)
    {
        Assert.That(ApiKeyFormat.FindProblem(new string('k', length)), Is.Null);
    }

    [TestCase(1, "is shorter than 8 characters")]
    [TestCase(7, "is shorter than 8 characters")]
    [TestCase(4097, "is longer than 4096 characters")]
    public void FindProblem_KeyTooShortOrTooLong_DescribesTheLimit(int length, string problem)
    {
        Assert.That(ApiKeyFormat.FindProblem(new string('k', length)), Is.EqualTo(problem));
    }

    [TestCase(null)]
    [TestCase("")]
    public void FindProblem_NoKey_ReportsItAsMissing(string? key)
    {
        Assert.That(ApiKeyFormat.FindProblem(key), Is.EqualTo("is missing"));
    }

    [TestCase("api key-1", "has a character that is not visible ASCII (U+0020) at position 3")]
    [TestCase("api-key-1\n", "has a character that is not visible ASCII (U+000A) at position 9")]
    [TestCase("\u00e9", "has a character that is not visible ASCII (U+00E9) at position 0")]
    public void FindProblem_CharacterOutsideVisibleAscii_NamesItsCodePointAndPosition(string key, string problem)
    {
        Assert.That(ApiKeyFormat.FindProblem(key), Is.EqualTo(problem));
    }

    [Test]
    public void FindProblem_EveryVisibleAsciiCharacter_ReturnsNull()
    {
        Assert.That(ApiKeyFormat.FindProblem(string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code))), Is.Null);
    }

    [Test]
    public void RunsClient_KeyOf7Characters_ThrowsWithoutQuotingIt()
    {
        Assert.That(
            () => new RunsClient("1234567"),
            Throws.ArgumentException.With.Message.Contains("The API key is shorter than 8 characters").And.Message.Not.Contains("1234567"));
    }

    [Test]
    public void RunsClient_KeyOf8Characters_IsAccepted()
    {
        using var client = new RunsClient("12345678");

        Assert.That(client, Is.Not.Null);
    }
}
