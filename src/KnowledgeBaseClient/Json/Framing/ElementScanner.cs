using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KnowledgeBaseClient;

// Finds the end of a JSON object or array by its brackets alone, 64 bytes a step, in as many pieces as it comes. Whether it is well-formed inside
// is for its reader to say. The masks are those of simdjson's paper (Langdale and Lemire, 2019): one bit for each byte of the block.
internal struct ElementScanner
{
    private const int Block = IBlockMasks.Block;
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    private long _depth;

    // All ones within a string, all zeros outside.
    private ulong _inString;

    // One when the next byte is escaped by a backslash before it.
    private ulong _escaped;

    // The length of the part of the piece that belongs to the value, or -1 when all of it does and more is to come.
    public int Scan(ReadOnlySpan<byte> piece) =>
        Vector256.IsHardwareAccelerated ? Scan<BlockMasks256>(piece)
        : Vector128.IsHardwareAccelerated ? Scan<BlockMasks128>(piece)
        : ScanBytes(piece);

    // By vectors of a given width, which any machine can do, though not fast.
    public int Scan<TMasks>(ReadOnlySpan<byte> piece)
        where TMasks : struct, IBlockMasks
    {
        // Locals: fields would be written back to memory for every block.
        var (depth, inString, escaped) = (_depth, _inString, _escaped);
        ref var start = ref MemoryMarshal.GetReference(piece);
        var at = 0;
        for (; at <= piece.Length - Block; at += Block)
        {
            TMasks.Read(ref Unsafe.Add(ref start, at), out var quotes, out var backslashes, out var opening, out var closing);
            if ((backslashes | escaped) != 0)
            {
                (var escapedBytes, escaped) = Escaped(backslashes, escaped);
                quotes &= ~escapedBytes;
            }

            var strings = PrefixXor(quotes) ^ inString;
            inString = (ulong)((long)strings >> 63);
            opening &= ~strings;
            closing &= ~strings;

            // With fewer closing brackets than the depth, the end cannot be here, whatever their order.
            var closed = BitOperations.PopCount(closing);
            if (closed >= depth && EndIn(opening, closing, depth) is > 0 and var end)
            {
                return at + end;
            }

            depth += BitOperations.PopCount(opening) - closed;
        }

        (_depth, _inString, _escaped) = (depth, inString, escaped);
        var rest = ScanBytes(piece[at..]);
        return rest < 0 ? -1 : at + rest;
    }

    public int ScanBytes(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            var current = piece[i];
            var escaped = _escaped != 0;
            _escaped = !escaped && current == '\\' ? 1UL : 0;
            if (current == '"' && !escaped) { _inString = ~_inString; }
            else if (_inString != 0) { }
            else if (current is (byte)'{' or (byte)'[') { _depth++; }
            else if (current is (byte)'}' or (byte)']' && --_depth == 0) { return i + 1; }
        }

        return -1;
    }

    private static int EndIn(ulong opening, ulong closing, long depth)
    {
        for (var brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
        {
            var bit = brackets & (0 - brackets);
            depth += (opening & bit) != 0 ? 1 : -1;
            if (depth == 0)
            {
                return BitOperations.TrailingZeroCount(bit) + 1;
            }
        }

        return -1;
    }

    // The bytes that a backslash before them escapes: every second one of a run of backslashes, and the one behind a run of odd length. Then, whether the
    // next block's first byte is escaped, too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Bytes, ulong Next) Escaped(ulong backslashes, ulong escaped)
    {
        backslashes &= ~escaped;
        var followsBackslash = (backslashes << 1) | escaped;
        var oddStarts = backslashes & ~EvenBits & ~followsBackslash;
        var evenRuns = unchecked(oddStarts + backslashes);
        return ((EvenBits ^ (evenRuns << 1)) & followsBackslash, evenRuns < oddStarts ? 1UL : 0);
    }

    // Each bit becomes the parity of itself and all below it.
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
