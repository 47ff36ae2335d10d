using System.Collections;

namespace KnowledgeBaseClient;

// An immutable list that compares by value, so that records that contain it compare by value, too.
internal sealed class StringList : IReadOnlyList<string>, IEquatable<StringList>
{
    private readonly string[] _entries;

    private StringList(string[] entries) => _entries = entries;

    public static StringList Empty { get; } = new([]);

    public int Count => _entries.Length;

    public string this[int index] => _entries[index];

    public static StringList Copy(IReadOnlyList<string>? entries) => entries switch
    {
        null => Empty,
        StringList list => list,
        { Count: 0 } => Empty,
        _ => new([.. entries]),
    };

    // Takes ownership: the caller must not change the array afterwards.
    public static StringList Own(string[] entries) => entries.Length == 0 ? Empty : new(entries);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(StringList? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as StringList);

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
