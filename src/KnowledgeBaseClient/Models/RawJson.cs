using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>One opaque JSON value, kept as the UTF-8 text that the service sent and parsed only when it is read.</summary>
/// <remarks>
/// Numbers, escapes, white space and the order of properties stay unchanged. Two values are equal if their texts are equal. <c>default</c>
/// represents an absent field. Immutable and thread-safe.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
[TypeConverter(typeof(RawJsonTypeConverter))]
public readonly partial struct RawJson : IEquatable<RawJson>
{
    // Workflows may nest deeper than the default of System.Text.Json, which is 64. No reader here recurses, so depth costs no stack.
    internal const int MaxDepth = 1024;

    private readonly ReadOnlyMemory<byte> _utf8;

    // The text must be exactly one JSON value, in memory that is not written to again.
    internal RawJson(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>Gets the kind of the value.</summary>
    /// <value><see cref="JsonValueKind.Undefined"/> if the field was absent, <see cref="JsonValueKind.Null"/> if it was null.</value>
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

    /// <summary>Gets the JSON text, so that loggers and serializers that read properties lose nothing.</summary>
    /// <value>The same as <see cref="ToString"/>. It is created each time.</value>
    public string Text => ToString();

    internal static JsonReaderOptions ReaderOptions => new() { MaxDepth = MaxDepth };

    internal static JsonDocumentOptions DocumentOptions => new() { MaxDepth = MaxDepth };

    internal bool IsUndefined => _utf8.IsEmpty;

    internal ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Returns whether both values have the same text.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    /// <returns><see langword="true"/> if the texts are equal.</returns>
    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    /// <summary>Returns whether the values have different texts.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    /// <returns><see langword="true"/> if the texts differ.</returns>
    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);

    /// <summary>Gets the value of a JSON string, without quotes and escapes.</summary>
    /// <returns>
    /// Null if this is not a JSON string. A string with an escaped lone surrogate, which .NET cannot represent, is returned with its
    /// escapes.
    /// </returns>
    public string? GetString()
    {
        if (ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var reader = new Utf8JsonReader(_utf8.Span, ReaderOptions);
        reader.Read();
        return ReadString(ref reader);
    }

    /// <summary>Parses the value into a <see cref="JsonElement"/>.</summary>
    /// <returns>
    /// An element that is independent of this value; its kind is <see cref="JsonValueKind.Undefined"/> if the field was absent.
    /// </returns>
    /// <exception cref="JsonException">The text that the service sent is not well-formed.</exception>
    public JsonElement ToJsonElement()
    {
        if (IsUndefined)
        {
            return default;
        }

        using var document = JsonDocument.Parse(_utf8, DocumentOptions);
        return document.RootElement.Clone();
    }

    /// <summary>Finds a property of an object without allocating memory for the other properties.</summary>
    /// <param name="name">
    /// The name of the property; letter case matters. If the name occurs more than once, the last occurrence is used.
    /// </param>
    /// <param name="value">The value of the property, which shares the memory of this value.</param>
    /// <returns><see langword="false"/> if there is no such property or this value is not an object.</returns>
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

    /// <summary>Writes the value unchanged; writes <c>null</c> if the field was absent.</summary>
    /// <param name="writer">The writer to write to.</param>
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

        // The text may not have been validated yet, and the writer's own validation does not support this depth.
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

    /// <summary>Returns the JSON text.</summary>
    /// <returns>The text as the service sent it; empty if the field was absent.</returns>
    public override string ToString() => Encoding.UTF8.GetString(_utf8.Span);

    // Reads a string or a property name; JSON allows an escaped lone surrogate, which .NET cannot decode: then the JSON text is returned.
    internal static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is legal JSON, but no .NET string can match such a name.
            return false;
        }
    }
}
