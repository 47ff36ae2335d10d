using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

/// <summary>Texts that many runs have in common are kept once, whichever of their characters tells them apart.</summary>
public sealed class StringPoolTests
{
    private const int Texts = 8;

    private readonly StringPool _cache = new();

    [TestCase("0000000{0}-128b-4f33-8c5c-7fd0a6a3a450")]
    [TestCase("{0}0000000-128b-4f33-8c5c-7fd0a6a3a450")]
    [TestCase("00000000-128b-4f33-8c5c-7fd0a6a3a45{0}")]
    [TestCase("Ingest contracts {0}")]
    [TestCase("run{0}")]
    public void Get_TextsThatDifferInOneCharacter_KeepsEachOfThem(string format)
    {
        var first = Enumerable.Range(0, Texts).Select(number => Get(string.Format(null, format, number))).ToList();

        var again = Enumerable.Range(0, Texts).Select(number => Get(string.Format(null, format, number))).ToList();

        Assert.That(again, Is.EqualTo(first));
        Assert.That(again.Where((text, number) => ReferenceEquals(text, first[number])).Count(), Is.GreaterThanOrEqualTo(Texts - 1));
    }

    private string Get(string text) => _cache.Get(new JsonStringToken(0, text.Length, IsEscaped: false), Encoding.UTF8.GetBytes($"\"{text}\""));
}
