using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

/// <summary>The scanner by blocks, of each width of vector, finds the same end as the one by bytes, however the text is cut and wherever in a block things fall.</summary>
public sealed class ElementScannerTests
{
    private const string Nested = """{"a":[{"b":"]}\"\\"},[[]],"{"],"c\\\\":{"d":"\\\\\"}"}}""";

    // Forced in turn: which of them Scan itself takes depends on the machine.
    public enum Width
    {
        OfTheMachine,
        Vector256,
        Vector128,
        Bytes,
    }

    [Test]
    public void Scan_QuotesAndBackslashesAtEveryOffsetOfABlock_FindsTheEnd([Values] Width width, [Range(0, 130)] int before)
    {
        foreach (var middle in (string[])["\\\"", "\\\\", "\\\\\\\"", "]}", "{[", "", new('\\', 64), new('\\', 128)])
        {
            var text = $$"""{"{{new string('x', before)}}{{middle}}":[{}]}""";

            Assert.That(EndOf(text + ",{\"next\":1}", width), Is.EqualTo(text.Length), text);
        }
    }

    [Test]
    public void Scan_CutIntoPiecesOfAnySize_FindsTheEnd([Values] Width width, [Range(1, 70)] int size)
    {
        var text = $"{{\"long\":[{string.Join(",", Enumerable.Repeat(Nested, 9))}]}}";
        var bytes = Encoding.UTF8.GetBytes(text + new string(' ', 100));
        var scanner = default(ElementScanner);
        var at = 0;
        int end;
        while ((end = Scan(ref scanner, bytes.AsSpan(at, Math.Min(size, bytes.Length - at)), width)) < 0)
        {
            at += size;
        }

        Assert.That(at + end, Is.EqualTo(text.Length));
    }

    [Test]
    public void Scan_TextsOfBracketsQuotesAndBackslashesAtRandom_EndWhereTheOneByBytesEnds(
        [Values] Width width, [Range(1, 200)] int seed)
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
        var first = Scan(ref pieces, text.AsSpan(0, cut), width);
        var expected = bytes.ScanBytes(text);

        Assert.That(Scan(ref whole, text, width), Is.EqualTo(expected), $"seed {seed}");
        var second = first >= 0 ? -1 : Scan(ref pieces, text.AsSpan(cut), width);
        Assert.That(first >= 0 ? first : second >= 0 ? cut + second : -1, Is.EqualTo(expected), $"seed {seed}");
    }

    [Test]
    public void Read_EveryByteAtEveryPlaceOfABlock_SetsItsBitInTheMaskItBelongsTo()
    {
        var block = new byte[IBlockMasks.Block];
        for (var (at, code) = (0, 0); at < block.Length; (at, code) = code < byte.MaxValue ? (at, code + 1) : (at + 1, 0))
        {
            Array.Fill(block, (byte)' ');
            block[at] = (byte)code;
            var bit = 1UL << at;
            var expected = (code is '"' ? bit : 0, code is '\\' ? bit : 0, code is '{' or '[' ? bit : 0, code is '}' or ']' ? bit : 0);

            if (Masks<BlockMasks256>(block) != expected || Masks<BlockMasks128>(block) != expected)
            {
                Assert.Fail($"byte {code} at {at}");
            }
        }
    }

    private static int EndOf(string text, Width width)
    {
        var scanner = default(ElementScanner);
        return Scan(ref scanner, Encoding.UTF8.GetBytes(text), width);
    }

    private static int Scan(ref ElementScanner scanner, ReadOnlySpan<byte> piece, Width width) => width switch
    {
        Width.Vector256 => scanner.Scan<BlockMasks256>(piece),
        Width.Vector128 => scanner.Scan<BlockMasks128>(piece),
        Width.Bytes => scanner.ScanBytes(piece),
        _ => scanner.Scan(piece),
    };

    private static (ulong Quotes, ulong Backslashes, ulong Opening, ulong Closing) Masks<TMasks>(byte[] block)
        where TMasks : struct, IBlockMasks
    {
        TMasks.Read(ref block[0], out var quotes, out var backslashes, out var opening, out var closing);
        return (quotes, backslashes, opening, closing);
    }
}
