using System.IO.Hashing;

namespace KnowledgeBaseClient;

// Shares lists of strings that repeat in many runs, keyed by their JSON text. A fixed-size cache: a new list replaces the one in its slot.
// Thread-safe without locks, because each slot is a single reference to an immutable entry.
internal static class StringListPool
{
    private const int SlotCount = 512;
    private const int MaxTextLength = 2048;

    private static readonly Entry?[] Slots = new Entry?[SlotCount];

    public static ValueList<string>? Find(ReadOnlySpan<byte> text) =>
        text.Length <= MaxTextLength && Slots[GetSlot(text)] is { } entry && text.SequenceEqual(entry.Text) ? entry.List : null;

    public static ValueList<string> Add(ReadOnlySpan<byte> text, ValueList<string> list)
    {
        if (text.Length <= MaxTextLength && list.Count > 0)
        {
            Slots[GetSlot(text)] = new Entry(text.ToArray(), list);
        }

        return list;
    }

    // Hashes the whole text: lists of the same workflow often share their beginning and end.
    private static int GetSlot(ReadOnlySpan<byte> text) => (int)(XxHash3.HashToUInt64(text) % SlotCount);

    private sealed record Entry(byte[] Text, ValueList<string> List);
}
