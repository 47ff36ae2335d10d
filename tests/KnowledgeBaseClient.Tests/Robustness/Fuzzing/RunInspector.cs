#if NET10_0_OR_GREATER
using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KnowledgeBaseClient.Tests.Json;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Reads everything that an application can read of a run. Only opaque values may be malformed, and then only throw a JsonException.
internal static class RunInspector
{
    private static readonly string[] PropertyNames = ["id", "a", "", "new", "\ud800", "\0"];

    private static readonly UserJsonContext Context = UserJsonContext.Default;

    private static readonly Action<RawJson>[] Deserializers =
    [
        value => Deserialize(value, Context.Run),
        value => Deserialize(value, Context.RunSummary),
        value => Deserialize(value, Context.Workflow),
        value => Deserialize(value, Context.ProgressDetails),
        value => Deserialize(value, Context.RawJson),
        value => Deserialize(value, Context.RunStatus),
        value => Deserialize(value, Context.String),
        value => Deserialize(value, Context.Int32Array),
        value => Deserialize(value, Context.DictionaryStringRawJson),
        value => Deserialize(value, Context.DictionaryRunStatusRawJson),
    ];

    public static void ReadAll(RunSummary summary)
    {
        PropertyAssert.That(summary.Id.Length > 0, "The id is empty.");

        // Equals and GetHashCode read every property.
        var copy = summary with { };
        PropertyAssert.That(
            summary.Equals(copy) && summary.GetHashCode() == copy.GetHashCode() && summary.ToString().Length > 0,
            "The run differs from its copy.");
        NullIfMalformed(() => JsonSerializer.Serialize(summary, Context.RunSummary));
        if (summary is Run run)
        {
            ReadAll(run);
        }
    }

    private static void ReadAll(Run run)
    {
        var changed = run with { Progress = run.Progress ^ 1, Source = "changed", Output = default };
        AssertIsObject(NullIfMalformed(() => JsonSerializer.SerializeToUtf8Bytes(run, Context.Run)));
        AssertIsObject(NullIfMalformed(() => JsonSerializer.SerializeToUtf8Bytes(changed, Context.Run)));

        RawJson[] values =
        [
            run.Input,
            run.Output,
            run.WorkflowDefinition,
            run.Definitions,
            run.Meta,
            .. run.AdditionalProperties.Values,
            run.ProgressDetails?.PerNodeProgress ?? default,
            run.ProgressDetails?.PerEdgeProgress ?? default,
            .. run.ProgressDetails?.AdditionalProperties.Values ?? [],
            run.Workflow?.Definition ?? default,
            .. run.Workflow?.AdditionalProperties.Values ?? [],
            .. run.Workflow?.Meta?.AdditionalProperties.Values ?? [],
        ];
        foreach (var value in values.Where(value => value.ValueKind != JsonValueKind.Undefined))
        {
            ReadAll(value);
        }
    }

    private static void ReadAll(RawJson value)
    {
        PropertyAssert.That(
            value.ToString().Length > 0 && value.Equals(value) && value.GetHashCode() == value.GetHashCode(),
            "A value without text or hash code.");
        var element = NullIfMalformed(() => new object[] { value.ToJsonElement() });
        var written = NullIfMalformed(() => Write(value));
        PropertyAssert.That(element is null == written is null, "The value can be either parsed or written, but not both.");
        PropertyAssert.That(written is null || new RawJson(written) == value, "The value changes when it is written.");
        foreach (var name in PropertyNames)
        {
            NullIfMalformed(() => value.TryGetProperty(name, out var found) ? found.ToString() : "");
        }

        // Only one type for each value: most types do not match, and exceptions are slow.
        Deserializers[value.ToString().Length % Deserializers.Length](value);
    }

    private static void Deserialize<T>(RawJson value, JsonTypeInfo<T> type) =>
        NullIfMalformed(() => new object?[] { value.Deserialize(type) });

    private static void AssertIsObject(byte[]? json)
    {
        var options = new JsonDocumentOptions { MaxDepth = 2000 };
        PropertyAssert.That(
            json is null || JsonElement.Parse(json, options).ValueKind == JsonValueKind.Object, "The run is not written as a JSON object.");
    }

    private static byte[] Write(RawJson value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            value.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static T? NullIfMalformed<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
#endif
