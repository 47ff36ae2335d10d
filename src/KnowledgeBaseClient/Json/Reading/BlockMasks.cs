using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KnowledgeBaseClient;

// Locates the quotes, backslashes and brackets of a 64-byte block, one bit for each byte. One type for each vector width: the JIT
// specializes the generic scanner, and every width can be tested on any machine.
internal interface IBlockMasks
{
    const int BlockSize = 64;

    // Clears the only bit in which '[' and '{', and ']' and '}', differ.
    const byte BraceMask = 0xDF;

    static abstract void Compute(ref byte block, out ulong quotes, out ulong backslashes, out ulong opening, out ulong closing);
}

internal readonly struct BlockMasks256 : IBlockMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute(ref byte block, out ulong quotes, out ulong backslashes, out ulong opening, out ulong closing)
    {
        (quotes, backslashes, opening, closing) = (0, 0, 0, 0);
        for (var offset = 0; offset < IBlockMasks.BlockSize; offset += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref block, (nuint)offset);
            var brackets = bytes & Vector256.Create(IBlockMasks.BraceMask);
            quotes |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits() << offset;
            backslashes |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'\\')).ExtractMostSignificantBits() << offset;
            opening |= (ulong)Vector256.Equals(brackets, Vector256.Create((byte)'[')).ExtractMostSignificantBits() << offset;
            closing |= (ulong)Vector256.Equals(brackets, Vector256.Create((byte)']')).ExtractMostSignificantBits() << offset;
        }
    }
}

internal readonly struct BlockMasks128 : IBlockMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute(ref byte block, out ulong quotes, out ulong backslashes, out ulong opening, out ulong closing)
    {
        (quotes, backslashes, opening, closing) = (0, 0, 0, 0);
        for (var offset = 0; offset < IBlockMasks.BlockSize; offset += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref block, (nuint)offset);
            var brackets = bytes & Vector128.Create(IBlockMasks.BraceMask);
            quotes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << offset;
            backslashes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'\\')).ExtractMostSignificantBits() << offset;
            opening |= (ulong)Vector128.Equals(brackets, Vector128.Create((byte)'[')).ExtractMostSignificantBits() << offset;
            closing |= (ulong)Vector128.Equals(brackets, Vector128.Create((byte)']')).ExtractMostSignificantBits() << offset;
        }
    }
}
