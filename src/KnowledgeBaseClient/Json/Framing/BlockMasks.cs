using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KnowledgeBaseClient;

// Where in a block of text quotes, backslashes and brackets stand: one bit for each byte. A type for each width of vector, so that the choice costs nothing
// where it is made and each can be tested on one machine.
internal interface IBlockMasks
{
    const int Block = 64;

    // Brackets and braces of a kind differ in the bit alone that is missing here.
    const byte SameForBraces = 0xDF;

    static abstract void Read(ref byte block, out ulong quotes, out ulong backslashes, out ulong opening, out ulong closing);
}

internal readonly struct BlockMasks256 : IBlockMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte block, out ulong quotes, out ulong backslashes, out ulong opening, out ulong closing)
    {
        (quotes, backslashes, opening, closing) = (0, 0, 0, 0);
        for (var at = 0; at < IBlockMasks.Block; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref block, (nuint)at);
            var brackets = bytes & Vector256.Create(IBlockMasks.SameForBraces);
            quotes |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits() << at;
            backslashes |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'\\')).ExtractMostSignificantBits() << at;
            opening |= (ulong)Vector256.Equals(brackets, Vector256.Create((byte)'[')).ExtractMostSignificantBits() << at;
            closing |= (ulong)Vector256.Equals(brackets, Vector256.Create((byte)']')).ExtractMostSignificantBits() << at;
        }
    }
}

internal readonly struct BlockMasks128 : IBlockMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte block, out ulong quotes, out ulong backslashes, out ulong opening, out ulong closing)
    {
        (quotes, backslashes, opening, closing) = (0, 0, 0, 0);
        for (var at = 0; at < IBlockMasks.Block; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref block, (nuint)at);
            var brackets = bytes & Vector128.Create(IBlockMasks.SameForBraces);
            quotes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << at;
            backslashes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'\\')).ExtractMostSignificantBits() << at;
            opening |= (ulong)Vector128.Equals(brackets, Vector128.Create((byte)'[')).ExtractMostSignificantBits() << at;
            closing |= (ulong)Vector128.Equals(brackets, Vector128.Create((byte)']')).ExtractMostSignificantBits() << at;
        }
    }
}
