using System.Collections;

namespace KnowledgeBaseClient;

// A list that nobody can change and that equals another with the same entries, so that records holding it compare by value.
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

    // The caller gives the array away.
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
