using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace KnowledgeBaseClient;

// Fields that this version does not know, in the order they came; equal to another with the same fields, in whatever order.
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

    // The caller gives the dictionary away.
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

    public override int GetHashCode() => _fields.Aggregate(Count, (hash, field) => hash ^ HashCode.Combine(field.Key, field.Value));
}
