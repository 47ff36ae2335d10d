using System.Buffers.Binary;
using System.Text;

namespace KnowledgeBaseClient;

// Shares short strings that repeat in many runs, such as the ids and names of workflows and nodes. A fixed-size cache: a new string
// replaces the one in its slot. Thread-safe without locks, because each slot is a single reference.
internal sealed class StringPool
{
    private const int SlotBits = 11;
    private const int MaxTextLength = 64;

    private readonly string?[] _slots = new string?[1 << SlotBits];

    public static StringPool Shared { get; } = new();

    public string Get(JsonStringToken token, ReadOnlySpan<byte> json) =>
        token.IsEscaped ? token.GetString(json) : Get(json.Slice(token.Start + 1, token.Length));

    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxTextLength)
        {
            return Encoding.UTF8.GetString(text);
        }

        ref var slot = ref _slots[GetSlot(text)];
        var pooled = slot;
        return pooled is not null && Ascii.Equals(text, pooled) ? pooled : slot = Encoding.UTF8.GetString(text);
    }

    // Hashes only the first and last 8 bytes and the length, which is enough for ids and names. Multiplicative hashing: the highest bits
    // of the product depend on all bits of the input.
    private static int GetSlot(ReadOnlySpan<byte> text)
    {
        var ends = text.Length < sizeof(ulong)
            ? Pack(text)
            : BinaryPrimitives.ReadUInt64LittleEndian(text) ^ (BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]) * 31);
        return (int)(((ends + (ulong)text.Length) * 0x9E37_79B9_7F4A_7C15UL) >> (64 - SlotBits));
    }

    private static ulong Pack(ReadOnlySpan<byte> text)
    {
        var packed = 0UL;
        foreach (var current in text)
        {
            packed = (packed << 8) | current;
        }

        return packed;
    }
}
