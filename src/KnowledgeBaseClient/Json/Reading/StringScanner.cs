using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KnowledgeBaseClient;

// Finds the first quote, backslash or control character in a JSON string. Most strings are so short that comparing one or two vectors
// inline is faster than calling IndexOfAny.
internal static class StringScanner
{
    private const byte FirstPrintable = 0x20;

    // JSON does not allow control characters in strings.
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, FirstPrintable).Select(code => (byte)code)]);

    // Returns -1 if there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfSpecial(ReadOnlySpan<byte> text) =>
        Vector256.IsHardwareAccelerated ? IndexOfSpecialVector256(text) : IndexOfSpecialSearchValues(text);

    public static int IndexOfSpecialSearchValues(ReadOnlySpan<byte> text) => text.IndexOfAny(Special);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfSpecialVector256(ReadOnlySpan<byte> text)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var offset = 0;
        for (; offset <= text.Length - Vector256<byte>.Count; offset += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref start, (nuint)offset);
            var special = Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(bytes, Vector256.Create(FirstPrintable));
            if (special.ExtractMostSignificantBits() is not 0 and var matches)
            {
                return offset + BitOperations.TrailingZeroCount(matches);
            }
        }

        var rest = IndexOfSpecialSearchValues(text[offset..]);
        return rest < 0 ? -1 : offset + rest;
    }
}
