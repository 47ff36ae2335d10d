using System.IO.Hashing;

namespace KnowledgeBaseClient;

// The lists of texts that run after run repeats, by the JSON they were read from. It holds as many as it has places; a newcomer takes the place of
// whoever stands there. Thread-safe without locks: a place is one reference.
internal static class StringListPool
{
    private const int Places = 512;
    private const int LongestText = 2048;

    private static readonly Known?[] Cache = new Known?[Places];

    public static StringList? Find(ReadOnlySpan<byte> text) =>
        text.Length <= LongestText && Cache[PlaceOf(text)] is { } known && text.SequenceEqual(known.Text) ? known.List : null;

    public static StringList Keep(ReadOnlySpan<byte> text, StringList list)
    {
        if (text.Length <= LongestText && list.Count > 0)
        {
            Cache[PlaceOf(text)] = new Known(text.ToArray(), list);
        }

        return list;
    }

    // Of the whole text: lists of the same workflow begin and end alike.
    private static int PlaceOf(ReadOnlySpan<byte> text) => (int)(XxHash3.HashToUInt64(text) % Places);

    private sealed record Known(byte[] Text, StringList List);
}
