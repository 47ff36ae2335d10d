namespace KnowledgeBaseClient;

// The JSON text that a model was read from, kept so that unchanged parts can be written back exactly as received.
// All origins are equal, so that the generated equality of records ignores them.
internal readonly struct JsonOrigin(RawJson text) : IEquatable<JsonOrigin>
{
    public RawJson Text { get; } = text;

    public bool Equals(JsonOrigin other) => true;

    public override bool Equals(object? obj) => obj is JsonOrigin;

    public override int GetHashCode() => 0;
}
