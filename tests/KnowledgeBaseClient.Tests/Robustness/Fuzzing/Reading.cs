#if NET10_0_OR_GREATER
using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Everything that an application may read of a run: only opaque values may turn out to be malformed, and only as a JsonException.
internal static class Reading
{
    private static readonly string[] Names = ["id", "a", "", "new", "\ud800", "\0"];

    private static readonly FuzzJsonContext Context = FuzzJsonContext.Default;

    private static readonly Action<RawJson>[] Types =
    [
        value => Take(value, Context.Run),
        value => Take(value, Context.RunSummary),
        value => Take(value, Context.Workflow),
        value => Take(value, Context.ProgressDetails),
        value => Take(value, Context.RawJson),
        value => Take(value, Context.RunStatus),
        value => Take(value, Context.String),
        value => Take(value, Context.Int32Array),
        value => Take(value, Context.DictionaryStringRawJson),
        value => Take(value, Context.DictionaryRunStatusRawJson),
    ];

    public static void Everything(RunSummary summary)
    {
        Require.That(summary.Id.Length > 0, "no id");

        // Both look at every property.
        var copy = summary with { };
        Require.That(summary.Equals(copy) && summary.GetHashCode() == copy.GetHashCode() && summary.ToString().Length > 0, "unequal to its copy");
        Try(() => JsonSerializer.Serialize(summary, Context.RunSummary));
        if (summary is Run run)
        {
            Everything(run);
        }
    }

    private static void Everything(Run run)
    {
        var written = Try(() => JsonSerializer.SerializeToUtf8Bytes(run, Context.Run));
        var changed = Try(() => JsonSerializer.SerializeToUtf8Bytes(run with { Progress = run.Progress ^ 1, Source = "changed", Output = default }, Context.Run));
        foreach (var text in (byte[]?[])[written, changed])
        {
            Require.That(text is null || JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 2000 }).ValueKind == JsonValueKind.Object, "written as no JSON");
        }

        RawJson[] values =
        [
            run.Input, run.Output, run.WorkflowDefinition, run.Definitions, run.Meta, .. run.AdditionalProperties.Values,
            run.ProgressDetails?.PerNodeProgress ?? default, run.ProgressDetails?.PerEdgeProgress ?? default, .. run.ProgressDetails?.AdditionalProperties.Values ?? [],
            run.Workflow?.Definition ?? default, .. run.Workflow?.AdditionalProperties.Values ?? [], .. run.Workflow?.Meta?.AdditionalProperties.Values ?? [],
        ];
        foreach (var value in values.Where(value => value.ValueKind != JsonValueKind.Undefined))
        {
            Everything(value);
        }
    }

    private static void Everything(RawJson value)
    {
        Require.That(value.ToString().Length > 0 && value.Equals(value) && value.GetHashCode() == value.GetHashCode(), "no text or no hash");
        var element = Try(() => new object[] { value.ToJsonElement() });
        var written = Try(() => Written(value));
        Require.That(element is null == written is null, "can be parsed or written, not both");
        Require.That(written is null || new RawJson(written) == value, "written as something else");
        foreach (var name in Names)
        {
            Try(() => value.TryGetProperty(name, out var found) ? found.ToString() : "");
        }

        // One type for each value: most do not fit, and exceptions take their time.
        var text = value.ToString();
        Types[text.Length % Types.Length](value);
    }

    private static void Take<T>(RawJson value, JsonTypeInfo<T> type) => Try(() => new object?[] { value.Deserialize(type) });

    private static byte[] Written(RawJson value)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            value.WriteTo(writer);
        }

        return text.WrittenSpan.ToArray();
    }

    private static T? Try<T>(Func<T> read)
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
