using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KnowledgeBaseClient;

// Finds what ends a stretch of plain characters within a JSON string. Most are so short that one or two vectors tell, sooner than a search is begun.
internal static class StringScanner
{
    private const byte FirstPrintable = 0x20;

    // JSON allows no control characters in a string.
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, FirstPrintable).Select(code => (byte)code)]);

    // The length of the plain text that this begins with; -1 when all of it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(ReadOnlySpan<byte> text) => Vector256.IsHardwareAccelerated ? LengthByVectors(text) : LengthBySearch(text);

    // Of vectors, too, of whatever width there is.
    public static int LengthBySearch(ReadOnlySpan<byte> text) => text.IndexOfAny(Special);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthByVectors(ReadOnlySpan<byte> text)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var at = 0;
        for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref start, (nuint)at);
            var special = Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(bytes, Vector256.Create(FirstPrintable));
            if (special.ExtractMostSignificantBits() is not 0 and var places)
            {
                return at + BitOperations.TrailingZeroCount(places);
            }
        }

        var rest = LengthBySearch(text[at..]);
        return rest < 0 ? -1 : at + rest;
    }
}
