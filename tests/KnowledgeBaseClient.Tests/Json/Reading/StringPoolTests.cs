using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// Repeated strings are shared, even if they differ in a single character.
public sealed class StringPoolTests
{
    private const int TextCount = 8;

    private readonly StringPool _pool = new();

    [TestCase("0000000{0}-128b-4f33-8c5c-7fd0a6a3a450")]
    [TestCase("{0}0000000-128b-4f33-8c5c-7fd0a6a3a450")]
    [TestCase("00000000-128b-4f33-8c5c-7fd0a6a3a45{0}")]
    [TestCase("Ingest contracts {0}")]
    [TestCase("run{0}")]
    public void Get_TextsThatDifferInOneCharacter_SharesEachOfThem(string format)
    {
        var first = Enumerable.Range(0, TextCount).Select(number => Get(string.Format(null, format, number))).ToList();

        var again = Enumerable.Range(0, TextCount).Select(number => Get(string.Format(null, format, number))).ToList();

        Assert.That(again, Is.EqualTo(first));
        Assert.That(again.Where((text, number) => ReferenceEquals(text, first[number])).Count(), Is.GreaterThanOrEqualTo(TextCount - 1));
    }

    private string Get(string text) =>
        _pool.Get(new JsonStringToken(0, text.Length, IsEscaped: false), Encoding.UTF8.GetBytes($"\"{text}\""));
}
