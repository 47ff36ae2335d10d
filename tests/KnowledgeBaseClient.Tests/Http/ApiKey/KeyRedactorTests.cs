using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>Removes API keys from text and from response headers.</summary>
public sealed class KeyRedactorTests
{
    private const string Key = "token-123";

    private static readonly KeyRedactor Redactor = CreateRedactor(Key);

    [TestCase(Key)]
    [TestCase("bad key: token-123")]
    [TestCase(@"\u0074oken-123")]
    [TestCase("t%6Fken-123, 100%")]
    public void IsIn_TextContainsKey_ReturnsTrue(string text)
    {
        Assert.That(Redactor.ContainsKey(text), Is.True);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("token-12")]
    [TestCase("token-12 3")]
    [TestCase(@"token-12\3")]
    public void IsIn_TextDoesNotContainKey_ReturnsFalse(string? text)
    {
        Assert.That(Redactor.ContainsKey(text), Is.False);
    }

    [Test]
    public void RedactTruncated_TextEndsWithinTwoKeys_RedactsFromFirstOne()
    {
        var redactor = CreateRedactor("token-token-one", "token-two");

        Assert.That(redactor.RedactTruncated("not accepted: token-token"), Is.EqualTo("not accepted: ***"));
    }

    [TestCase("not accepted: toke", "not accepted: ***")]
    [TestCase("not accepted: tok", "not accepted: tok")]
    [TestCase("a token of thanks", "a token of thanks")]
    [TestCase("token-123, a token-123", "***, a ***")]
    public void RedactTruncated_TextEndsWithinKey_RedactsPrefixOfAtLeastFourCharacters(string text, string expected)
    {
        Assert.That(Redactor.RedactTruncated(text), Is.EqualTo(expected));
    }

    [Test]
    public void Redact_KeyInReasonPhraseAndHeaders_KeepsOtherText()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        response.ReasonPhrase = $"Not {Key}";
        response.Content = new StringContent("");
        response.Headers.TryAddWithoutValidation("X-First", Key);
        response.Headers.TryAddWithoutValidation("X-Second", ["fine", $"of {Key}"]);
        response.Headers.TryAddWithoutValidation("X-Third", "fine");
        response.Headers.TryAddWithoutValidation($"X-{Key}", "fine");
        response.Content.Headers.TryAddWithoutValidation("Content-Language", Key);

        Redactor.Redact(response);

        Assert.That(response.ReasonPhrase, Is.EqualTo("Not ***"));
        Assert.That(
            response.Headers.NonValidated.Select(header => $"{header.Key}: {header.Value}"),
            Is.EquivalentTo((string[])["X-First: ***", "X-Second: fine, of ***", "X-Third: fine"]));
        Assert.That(response.Content.Headers.NonValidated["Content-Language"].ToString(), Is.EqualTo("***"));
    }

    [Test]
    public void Redact_KeyIsPrefixOfAnotherKey_RedactsWholeLongerKey()
    {
        var redactor = CreateRedactor("c2Vj/cmV0LWtleS1vZi1taW5l", "c2Vj");

        Assert.That(redactor.Redact(@"c2Vj\/cmV0LWtleS1vZi1taW5l"), Does.Not.Contain("cmV0"));
    }

    private static KeyRedactor CreateRedactor(params string[] keys)
    {
        var redactor = new KeyRedactor();
        Array.ForEach(keys, redactor.Remember);
        return redactor;
    }
}
