using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace KnowledgeBaseClient;

// An immutable dictionary of unknown JSON fields, in the order in which they were received.
// It compares by value and ignores the order, so that records that contain it compare by value, too.
internal sealed class PropertyBag : IReadOnlyDictionary<string, RawJson>, IEquatable<PropertyBag>
{
    private readonly Dictionary<string, RawJson> _fields;

    private PropertyBag(Dictionary<string, RawJson> fields) => _fields = fields;

    public static PropertyBag Empty { get; } = new([]);

    public int Count => _fields.Count;

    public IEnumerable<string> Keys => _fields.Keys;

    public IEnumerable<RawJson> Values => _fields.Values;

    public RawJson this[string key] => _fields[key];

    public static PropertyBag Copy(IReadOnlyDictionary<string, RawJson>? fields) => fields switch
    {
        null => Empty,
        PropertyBag bag => bag,
        { Count: 0 } => Empty,
        _ => new(new Dictionary<string, RawJson>(fields, StringComparer.Ordinal)),
    };

    // Takes ownership: the caller must not change the dictionary afterwards.
    public static PropertyBag Own(Dictionary<string, RawJson>? fields) => fields is null ? Empty : new(fields);

    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out RawJson value) => _fields.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, RawJson>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(PropertyBag? other) =>
        other is not null
        && Count == other.Count
        && _fields.All(field => other.TryGetValue(field.Key, out var value) && value == field.Value);

    public override bool Equals(object? obj) => Equals(obj as PropertyBag);

    public override string ToString() => $"{{{string.Join(", ", _fields.Select(field => $"{field.Key}: {field.Value}"))}}}";

    public override int GetHashCode() => _fields.Aggregate(Count, (hash, field) => hash ^ HashCode.Combine(field.Key, field.Value));
}
