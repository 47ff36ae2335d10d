using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>Finds the API key in text, plain or escaped as JSON, a URL or HTML may escape it.</summary>
public sealed class KeyMatcherTests
{
    [TestCase("the token", "token")]
    [TestCase("100% token", "token")]
    [TestCase("a&amp;b", "a&b")]
    [TestCase("a&lt;b", "a<b")]
    [TestCase("a&gt;b", "a>b")]
    [TestCase("a&quot;b", "a\"b")]
    [TestCase("a&apos;b", "a'b")]
    [TestCase("&#116;oken", "token")]
    [TestCase("&#0000116;oken", "token")]
    [TestCase("&#x74;oken", "token")]
    [TestCase("&#X74;oken", "token")]
    [TestCase("to%6Ben", "token")]
    [TestCase("to%6ben", "token")]
    [TestCase(@"to\u006ben", "token")]
    [TestCase(@"to\u006Ben", "token")]
    [TestCase(@"a\/b", "a/b")]
    public void IsIn_PlainOrEscapedKey_ReturnsTrue(string text, string key)
    {
        Assert.That(KeyMatcher.IsIn(text, key), Is.True);
    }

    [TestCase("the tok")]
    [TestCase("100%")]
    [TestCase("%")]
    [TestCase("\\")]
    [TestCase("&")]
    [TestCase("&;oken")]
    [TestCase("&#;oken")]
    [TestCase("&#116oken")]
    [TestCase("&x116;oken")]
    [TestCase("&#00000116;oken")]
    [TestCase(@"\x0074oken")]
    [TestCase(@"\u074oken")]
    [TestCase("%7oken")]
    public void IsIn_PartialKeyOrInvalidEscape_ReturnsFalse(string text)
    {
        Assert.That(KeyMatcher.IsIn(text, "token"), Is.False);
        Assert.That(KeyMatcher.Replace(text, "token", "***"), Is.EqualTo(text));
    }

    [TestCase("the token-123", 4)]
    [TestCase("the toke", 4)]
    [TestCase(@"the toke\", 4)]
    [TestCase(@"the toke\u006", 4)]
    [TestCase("the toke%6", 4)]
    [TestCase("the toke&", 4)]
    [TestCase("the toke&00000011", 4)]
    [TestCase("the %74%6F%6B%65", 4)]
    public void FindPrefixAtEnd_TextEndsWithinKey_ReturnsStartOfKey(string text, int start)
    {
        Assert.That(KeyMatcher.FindPrefixAtEnd(text, "token-123", 4), Is.EqualTo(start));
    }

    [TestCase("")]
    [TestCase("the tok")]
    [TestCase("a token of thanks")]
    [TestCase("a token, sorry")]
    [TestCase("the toke&000000110")]
    [TestCase(@"C:\")]
    public void FindPrefixAtEnd_TextDoesNotEndWithinKey_ReturnsMinusOne(string text)
    {
        Assert.That(KeyMatcher.FindPrefixAtEnd(text, "token-123", 4), Is.EqualTo(-1));
    }
}
