using System.Collections;

namespace KnowledgeBaseClient;

// A list that nobody can change and that equals another with the same entries, so that records holding it compare by value.
internal sealed class TextList : IReadOnlyList<string>, IEquatable<TextList>
{
    private readonly string[] _entries;

    private TextList(string[] entries) => _entries = entries;

    public static TextList Empty { get; } = new([]);

    public int Count => _entries.Length;

    public string this[int index] => _entries[index];

    public static TextList Copy(IReadOnlyList<string>? entries) => entries switch
    {
        null => Empty,
        TextList list => list,
        { Count: 0 } => Empty,
        _ => new([.. entries]),
    };

    // The caller gives the array away.
    public static TextList Own(string[] entries) => entries.Length == 0 ? Empty : new(entries);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(TextList? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as TextList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var entry in _entries)
        {
            hash.Add(entry, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
