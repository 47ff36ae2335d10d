using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Errors;

public sealed class SentenceTests
{
    [TestCase("too many", ExpectedResult = "too many.")]
    [TestCase("Too many.", ExpectedResult = "Too many.")]
    [TestCase("Too many... ", ExpectedResult = "Too many.")]
    [TestCase("Too many.\r\n", ExpectedResult = "Too many.")]
    [TestCase("Too many!", ExpectedResult = "Too many!")]
    [TestCase("Why?", ExpectedResult = "Why?")]
    [TestCase("and so on…", ExpectedResult = "and so on…")]
    [TestCase("a colon:", ExpectedResult = "a colon.")]
    [TestCase("one\r\ntwo\u001b[31m", ExpectedResult = "one  two [31m.")]
    [TestCase("", ExpectedResult = "no details.")]
    [TestCase(" . ", ExpectedResult = "no details.")]
    public string End_AnyText_EndsTheSentenceOnce(string text) => Sentence.End(text);
}
