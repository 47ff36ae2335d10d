using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KnowledgeBaseClient;

// Finds the end of a JSON object or array by counting brackets, 64 bytes per step, over any number of chunks. It does not validate the
// content. The bit masks follow simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019).
internal struct ElementScanner
{
    private const int BlockSize = IBlockMasks.BlockSize;
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    private long _depth;

    // All ones inside a string, all zeros outside.
    private ulong _inString;

    // 1 if the next byte is escaped by a backslash.
    private ulong _escaped;

    // Returns how many bytes of the chunk belong to the value, or -1 if the value continues after the chunk.
    public int Scan(ReadOnlySpan<byte> chunk) =>
        Vector256.IsHardwareAccelerated ? Scan<BlockMasks256>(chunk)
        : Vector128.IsHardwareAccelerated ? Scan<BlockMasks128>(chunk)
        : ScanScalar(chunk);

    // Works without hardware support for the vector width, but slowly.
    public int Scan<TMasks>(ReadOnlySpan<byte> chunk)
        where TMasks : struct, IBlockMasks
    {
        // Copied to locals: fields would be written back to memory for every block.
        var (depth, inString, escaped) = (_depth, _inString, _escaped);
        ref var start = ref MemoryMarshal.GetReference(chunk);
        var offset = 0;
        for (; offset <= chunk.Length - BlockSize; offset += BlockSize)
        {
            TMasks.Compute(ref Unsafe.Add(ref start, offset), out var quotes, out var backslashes, out var opening, out var closing);
            if ((backslashes | escaped) != 0)
            {
                (var escapedBytes, escaped) = FindEscaped(backslashes, escaped);
                quotes &= ~escapedBytes;
            }

            var strings = PrefixXor(quotes) ^ inString;
            inString = (ulong)((long)strings >> 63);
            opening &= ~strings;
            closing &= ~strings;

            // With fewer closing brackets than the depth, the value cannot end in this block.
            var closed = BitOperations.PopCount(closing);
            if (closed >= depth && FindEnd(opening, closing, depth) is > 0 and var end)
            {
                return offset + end;
            }

            depth += BitOperations.PopCount(opening) - closed;
        }

        (_depth, _inString, _escaped) = (depth, inString, escaped);
        var rest = ScanScalar(chunk[offset..]);
        return rest < 0 ? -1 : offset + rest;
    }

    public int ScanScalar(ReadOnlySpan<byte> chunk)
    {
        for (var i = 0; i < chunk.Length; i++)
        {
            var current = chunk[i];
            var escaped = _escaped != 0;
            _escaped = !escaped && current == '\\' ? 1UL : 0;
            if (current == '"' && !escaped) { _inString = ~_inString; }
            else if (_inString != 0) { }
            else if (current is (byte)'{' or (byte)'[') { _depth++; }
            else if (current is (byte)'}' or (byte)']' && --_depth == 0) { return i + 1; }
        }

        return -1;
    }

    private static int FindEnd(ulong opening, ulong closing, long depth)
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

    // Returns the escaped bytes (every second backslash of a sequence, and the byte after a sequence of odd length), and 1 if the first
    // byte of the next block is escaped.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Bytes, ulong Next) FindEscaped(ulong backslashes, ulong escaped)
    {
        backslashes &= ~escaped;
        var followsBackslash = (backslashes << 1) | escaped;
        var oddStarts = backslashes & ~EvenBits & ~followsBackslash;
        var evenRuns = unchecked(oddStarts + backslashes);
        return ((EvenBits ^ (evenRuns << 1)) & followsBackslash, evenRuns < oddStarts ? 1UL : 0);
    }

    // Replaces each bit with the parity of itself and all lower bits: the bytes between an opening and a closing quote.
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
