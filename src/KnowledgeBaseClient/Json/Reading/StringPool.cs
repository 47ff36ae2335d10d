using System.Buffers.Binary;
using System.Text;

namespace KnowledgeBaseClient;

// The short texts that run after run repeats, such as ids and names of workflows and nodes: one string each instead of thousands. It holds as many as it
// has places; a newcomer takes the place of whoever stands there. Thread-safe without locks: a place is one reference.
internal sealed class StringPool
{
    private const int PlacesBits = 11;
    private const int LongestText = 64;

    private readonly string?[] _cache = new string?[1 << PlacesBits];

    public static StringPool Shared { get; } = new();

    public string Get(JsonStringToken text, ReadOnlySpan<byte> json) => text.IsEscaped ? text.TextIn(json) : Get(json.Slice(text.Start + 1, text.Length));

    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LongestText)
        {
            return Encoding.UTF8.GetString(text);
        }

        ref var place = ref _cache[PlaceOf(text)];
        var known = place;
        return known is not null && Ascii.Equals(text, known) ? known : place = Encoding.UTF8.GetString(text);
    }

    // Its ends and its length tell the texts in question apart well enough. Of the product, the highest bits depend on all bits of the text.
    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        var ends = text.Length < sizeof(ulong)
            ? Packed(text)
            : BinaryPrimitives.ReadUInt64LittleEndian(text) ^ (BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]) * 31);
        return (int)(((ends + (ulong)text.Length) * 0x9E37_79B9_7F4A_7C15UL) >> (64 - PlacesBits));
    }

    private static ulong Packed(ReadOnlySpan<byte> text)
    {
        var packed = 0UL;
        foreach (var current in text)
        {
            packed = (packed << 8) | current;
        }

        return packed;
    }
}
