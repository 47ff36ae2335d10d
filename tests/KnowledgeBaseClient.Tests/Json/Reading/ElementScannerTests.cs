using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// The vectorized scanners of each width find the same end as the scalar one, for every chunking and every position within a block.
public sealed class ElementScannerTests
{
    private const string Nested = """{"a":[{"b":"]}\"\\"},[[]],"{"],"c\\\\":{"d":"\\\\\"}"}}""";

    // Each width is tested explicitly, because Scan chooses by the hardware.
    public enum Width
    {
        Automatic,
        Vector256,
        Vector128,
        Scalar,
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
    public void Scan_ChunksOfAnySize_FindsTheEnd([Values] Width width, [Range(1, 70)] int size)
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
    public void Scan_RandomBracketsQuotesAndBackslashes_MatchesTheScalarScanner(
        [Values] Width width, [Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        var text = new byte[random.Next(1, 1000)];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = "{}[]\"\\\\ x\u007f\u001bz"u8[random.Next(12)];
        }

        text[0] = (byte)'{';
        var (whole, chunked, scalar) = (default(ElementScanner), default(ElementScanner), default(ElementScanner));
        var cut = random.Next(text.Length);
        var first = Scan(ref chunked, text.AsSpan(0, cut), width);
        var expected = scalar.ScanScalar(text);

        Assert.That(Scan(ref whole, text, width), Is.EqualTo(expected), $"seed {seed}");
        var second = first >= 0 ? -1 : Scan(ref chunked, text.AsSpan(cut), width);
        Assert.That(first >= 0 ? first : second >= 0 ? cut + second : -1, Is.EqualTo(expected), $"seed {seed}");
    }

    [Test]
    public void Compute_EveryByteAtEveryOffset_SetsOnlyItsBit()
    {
        var block = new byte[IBlockMasks.BlockSize];
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

    private static int Scan(ref ElementScanner scanner, ReadOnlySpan<byte> chunk, Width width) => width switch
    {
        Width.Vector256 => scanner.Scan<BlockMasks256>(chunk),
        Width.Vector128 => scanner.Scan<BlockMasks128>(chunk),
        Width.Scalar => scanner.ScanScalar(chunk),
        _ => scanner.Scan(chunk),
    };

    private static (ulong Quotes, ulong Backslashes, ulong Opening, ulong Closing) Masks<TMasks>(byte[] block)
        where TMasks : struct, IBlockMasks
    {
        TMasks.Compute(ref block[0], out var quotes, out var backslashes, out var opening, out var closing);
        return (quotes, backslashes, opening, closing);
    }
}
