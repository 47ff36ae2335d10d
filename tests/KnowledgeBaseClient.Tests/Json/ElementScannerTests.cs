using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

/// <summary>The scanner by blocks finds the same end as the one by bytes, however the text is cut and wherever in a block things fall.</summary>
public sealed class ElementScannerTests
{
    private const string Nested = """{"a":[{"b":"]}\"\\"},[[]],"{"],"c\\\\":{"d":"\\\\\"}"}}""";

    [Test]
    public void Scan_QuotesAndBackslashesAtEveryOffsetOfABlock_FindsTheEnd([Range(0, 130)] int before)
    {
        foreach (var middle in (string[])["\\\"", "\\\\", "\\\\\\\"", "]}", "{[", "", new('\\', 64), new('\\', 128)])
        {
            var text = $$"""{"{{new string('x', before)}}{{middle}}":[{}]}""";

            Assert.That(EndOf(text + ",{\"next\":1}"), Is.EqualTo(text.Length), text);
        }
    }

    [Test]
    public void Scan_CutIntoPiecesOfAnySize_FindsTheEnd([Range(1, 70)] int size)
    {
        var text = $"{{\"long\":[{string.Join(",", Enumerable.Repeat(Nested, 9))}]}}";
        var bytes = Encoding.UTF8.GetBytes(text + new string(' ', 100));
        var scanner = default(ElementScanner);
        var at = 0;
        int end;
        while ((end = scanner.Scan(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)))) < 0)
        {
            at += size;
        }

        Assert.That(at + end, Is.EqualTo(text.Length));
    }

    [Test]
    public void Scan_TextsOfBracketsQuotesAndBackslashesAtRandom_EndWhereTheOneByBytesEnds([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        var text = new byte[random.Next(1, 1000)];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = "{}[]\"\\\\ x\u007f\u001bz"u8[random.Next(12)];
        }

        text[0] = (byte)'{';
        var (whole, pieces, bytes) = (default(ElementScanner), default(ElementScanner), default(ElementScanner));
        var cut = random.Next(text.Length);
        var first = pieces.Scan(text.AsSpan(0, cut));
        var expected = bytes.ScanBytes(text);

        Assert.That(whole.Scan(text), Is.EqualTo(expected), $"seed {seed}");
        Assert.That(first >= 0 ? first : pieces.Scan(text.AsSpan(cut)) is >= 0 and var rest ? cut + rest : -1, Is.EqualTo(expected), $"seed {seed}");
    }

    private static int EndOf(string text)
    {
        var scanner = default(ElementScanner);
        return scanner.Scan(Encoding.UTF8.GetBytes(text));
    }
}
