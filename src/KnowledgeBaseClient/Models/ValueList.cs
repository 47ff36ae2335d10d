using System.Collections;

namespace KnowledgeBaseClient;

// An immutable list that compares by value, so that records that contain it compare by value, too.
internal sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
    where T : IEquatable<T>
{
    private readonly T[] _entries;

    private ValueList(T[] entries) => _entries = entries;

    public static ValueList<T> Empty { get; } = new([]);

    public int Count => _entries.Length;

    public T this[int index] => _entries[index];

    public static ValueList<T> Copy(IReadOnlyCollection<T>? entries) => entries switch
    {
        null => Empty,
        ValueList<T> list => list,
        { Count: 0 } => Empty,
        _ => new([.. entries]),
    };

    // Takes ownership: the caller must not change the array afterwards.
    public static ValueList<T> Own(T[] entries) => entries.Length == 0 ? Empty : new(entries);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ValueList<T>? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override string ToString() => $"[{string.Join(", ", _entries)}]";

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var entry in _entries)
        {
            hash.Add(entry);
        }

        return hash.ToHashCode();
    }
}
