using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KnowledgeBaseClient;

// From and to text and objects of the application.
public readonly partial struct RawJson
{
    private const string ReflectionMessage =
        "Reflection does not work in trimmed and Native AOT applications: use the overload with a JsonTypeInfo.";

    /// <summary>Parses JSON text, for example to construct runs in tests.</summary>
    /// <param name="json">The text of one JSON value. Surrounding white space is dropped.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="JsonException"><paramref name="json"/> is not exactly one JSON value.</exception>
    public static RawJson Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ParseOwned(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Parses JSON text in UTF-8, for example to construct runs in tests.</summary>
    /// <param name="utf8Json">The text of one JSON value, which is copied. Surrounding white space is dropped.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException"><paramref name="utf8Json"/> is not exactly one JSON value.</exception>
    public static RawJson Parse(ReadOnlySpan<byte> utf8Json) => ParseOwned(utf8Json.ToArray());

    /// <summary>Serializes a value of the application.</summary>
    /// <typeparam name="T">The type to serialize.</typeparam>
    /// <param name="value">The value. Null results in a JSON null.</param>
    /// <param name="typeInfo">The metadata of the type: a property of a source-generated <see cref="JsonSerializerContext"/>.</param>
    /// <returns>The JSON of the value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="NotSupportedException">The value contains a type that cannot be serialized.</exception>
    public static RawJson FromObject<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return ParseOwned(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));
    }

    /// <summary>Serializes a value of the application with reflection.</summary>
    /// <typeparam name="T">The type to serialize.</typeparam>
    /// <param name="value">The value. Null results in a JSON null.</param>
    /// <param name="options">The options of the serializer; null for its defaults.</param>
    /// <returns>The JSON of the value.</returns>
    /// <exception cref="NotSupportedException">The value contains a type that cannot be serialized.</exception>
    [RequiresUnreferencedCode(ReflectionMessage)]
    [RequiresDynamicCode(ReflectionMessage)]
    public static RawJson FromObject<T>(T value, JsonSerializerOptions? options = null) =>
        ParseOwned(JsonSerializer.SerializeToUtf8Bytes(value, options));

    /// <summary>Deserializes the value into a type of the application.</summary>
    /// <typeparam name="T">The type to deserialize into.</typeparam>
    /// <param name="typeInfo">The metadata of the type: a property of a source-generated <see cref="JsonSerializerContext"/>.</param>
    /// <returns>The deserialized value; the default of <typeparamref name="T"/> if the field was absent.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="JsonException">The value cannot be deserialized into <typeparamref name="T"/>.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return IsUndefined ? default : JsonSerializer.Deserialize(_utf8.Span, typeInfo);
    }

    /// <summary>Deserializes the value into a type of the application with reflection.</summary>
    /// <typeparam name="T">The type to deserialize into.</typeparam>
    /// <param name="options">The options of the serializer; null for its defaults.</param>
    /// <returns>The deserialized value; the default of <typeparamref name="T"/> if the field was absent.</returns>
    /// <exception cref="JsonException">The value cannot be deserialized into <typeparamref name="T"/>.</exception>
    [RequiresUnreferencedCode(ReflectionMessage)]
    [RequiresDynamicCode(ReflectionMessage)]
    public T? Deserialize<T>(JsonSerializerOptions? options = null) =>
        IsUndefined ? default : JsonSerializer.Deserialize<T>(_utf8.Span, options);

    // The text must not be written to afterwards.
    private static RawJson ParseOwned(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        reader.Read();

        return new RawJson(utf8.AsMemory(start, end - start));
    }
}
