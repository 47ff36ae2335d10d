using System.Buffers.Binary;
using System.Text;

namespace KnowledgeBaseClient;

// The short texts that run after run repeats, such as ids and names of workflows and nodes: one string each instead of thousands. It holds as many as it
// has places; a newcomer takes the place of whoever stands there. Thread-safe without locks: a place is one reference.
internal static class TextCache
{
    private const int Places = 2048;
    private const int LongestText = 64;

    private static readonly string?[] Cache = new string?[Places];

    public static string Get(JsonString text, ReadOnlySpan<byte> json)
    {
        if (text.IsEscaped || text.Length is 0 or > LongestText)
        {
            return text.TextIn(json);
        }

        var bytes = json.Slice(text.Start + 1, text.Length);
        ref var place = ref Cache[Hash(bytes) & (Places - 1)];
        var known = place;
        return known is not null && Ascii.Equals(bytes, known) ? known : place = text.TextIn(json);
    }

    // Its ends and its length tell the texts in question apart well enough.
    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(ulong))
        {
            var hash = bytes.Length;
            foreach (var current in bytes)
            {
                hash = (hash * 31) + current;
            }

            return hash;
        }

        var ends = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ (BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) * 31);
        return (int)((ends * 0x9E37_79B9_7F4A_7C15UL) >> 40) ^ bytes.Length;
    }
}
