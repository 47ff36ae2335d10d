namespace KnowledgeBaseClient;

// The text that a model was read from, kept so that it can be written back as it came.
// Where a value came from is no part of what it is: all origins are equal, and records compare without them.
internal readonly struct JsonOrigin(RawJson text) : IEquatable<JsonOrigin>
{
    public RawJson Text { get; } = text;

    public bool Equals(JsonOrigin other) => true;

    public override bool Equals(object? obj) => obj is JsonOrigin;

    public override int GetHashCode() => 0;
}
