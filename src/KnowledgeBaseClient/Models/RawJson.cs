using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KnowledgeBaseClient;

/// <summary>One opaque JSON value, kept as the UTF-8 text that the service sent and parsed only when it is read.</summary>
/// <remarks>
/// Numbers, escapes, white space and the order of properties survive untouched. Two values are equal when their texts are.
/// Immutable and thread-safe; <c>default</c> stands for a field that was absent.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public readonly struct RawJson : IEquatable<RawJson>
{
    // System.Text.Json's own 64 is less than a workflow may nest. No reader here recurses, so depth costs no stack.
    internal const int MaxDepth = 1024;

    private readonly ReadOnlyMemory<byte> _utf8;

    // The caller vouches for it: the text of exactly one JSON value, in memory that nobody writes to again.
    internal RawJson(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The kind of the value.</summary>
    /// <value><see cref="JsonValueKind.Undefined"/> when the field was absent, <see cref="JsonValueKind.Null"/> when it was null.</value>
    public JsonValueKind ValueKind => IsUndefined ? JsonValueKind.Undefined : _utf8.Span[0] switch
    {
        (byte)'{' => JsonValueKind.Object,
        (byte)'[' => JsonValueKind.Array,
        (byte)'"' => JsonValueKind.String,
        (byte)'t' => JsonValueKind.True,
        (byte)'f' => JsonValueKind.False,
        (byte)'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };

    internal static JsonReaderOptions ReaderOptions => new() { MaxDepth = MaxDepth };

    internal bool IsUndefined => _utf8.IsEmpty;

    internal ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Whether both have the same text.</summary>
    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    /// <summary>Whether the texts differ.</summary>
    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);

    /// <summary>Makes a value from JSON text, for tests and for runs made by hand.</summary>
    /// <param name="json">The text of one JSON value; white space around it is dropped.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="JsonException"><paramref name="json"/> is not exactly one JSON value.</exception>
    public static RawJson Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);

        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        reader.Read();

        return new RawJson(utf8.AsMemory(start, end - start));
    }

    /// <summary>Parses the value.</summary>
    /// <returns>An element with a copy of its own; one of kind <see cref="JsonValueKind.Undefined"/> when the field was absent.</returns>
    /// <exception cref="JsonException">The text that the service sent is not well-formed.</exception>
    public JsonElement ToJsonElement() =>
        IsUndefined ? default : JsonElement.Parse(_utf8.Span, new JsonDocumentOptions { MaxDepth = MaxDepth });

    /// <summary>Reads the value as a type of yours.</summary>
    /// <remarks>Without source generation: <c>ToJsonElement().Deserialize&lt;T&gt;()</c>, of a field that is there.</remarks>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="typeInfo">How to read it: a property of your source-generated <see cref="JsonSerializerContext"/>.</param>
    /// <returns>What was read; the default of <typeparamref name="T"/> when the field was absent.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="JsonException">The value does not fit <typeparamref name="T"/>.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return IsUndefined ? default : JsonSerializer.Deserialize(_utf8.Span, typeInfo);
    }

    /// <summary>Looks up a property of an object without building anything for what lies beside it.</summary>
    /// <param name="name">The property's name, letter case included; where it occurs twice, the last one counts.</param>
    /// <param name="value">The property's value, a part of the same text.</param>
    /// <returns><see langword="false"/> when there is no such property, or the value is not an object.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="JsonException">The text that the service sent is not well-formed.</exception>
    public bool TryGetProperty(string name, out RawJson value)
    {
        ArgumentNullException.ThrowIfNull(name);

        value = default;
        if (ValueKind == JsonValueKind.Object)
        {
            var reader = new Utf8JsonReader(_utf8.Span, ReaderOptions);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = IsNamed(ref reader, name);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                value = found ? new RawJson(_utf8[start..(int)reader.BytesConsumed]) : value;
            }
        }

        return !value.IsUndefined;
    }

    /// <summary>Writes the value as it came; <c>null</c> when the field was absent.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    /// <exception cref="JsonException">The text that the service sent is not well-formed.</exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);

        if (IsUndefined)
        {
            writer.WriteNullValue();
            return;
        }

        // Nobody may have looked into it yet. The writer's own check would not go as deep.
        var reader = new Utf8JsonReader(_utf8.Span, ReaderOptions);
        while (reader.Read())
        {
        }

        writer.WriteRawValue(_utf8.Span, skipInputValidation: true);
    }

    /// <inheritdoc/>
    public bool Equals(RawJson other) => _utf8.Span.SequenceEqual(other._utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The JSON text; empty when the field was absent.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8.Span);

    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair, escaped: legal JSON, but no text that could be asked for.
            return false;
        }
    }
}
