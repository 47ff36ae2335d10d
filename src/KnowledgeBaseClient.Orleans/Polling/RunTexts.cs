using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KnowledgeBaseClient;

// The JSON of runs for messages. Several replicas receive the same run: its text is written once. Thread-safe.
internal sealed class RunTexts
{
    private readonly ConditionalWeakTable<RunSummary, byte[]> _summaries = [];
    private readonly ConditionalWeakTable<Run, byte[]> _runs = [];

    public RunMessage ToMessage(RunSummary summary, Run? full) => full is null
        ? new RunMessage { Json = _summaries.GetValue(summary, WriteSummary) }
        : new RunMessage { Json = _runs.GetValue(full, static run => run.Origin.Text.Utf8.ToArray()), IsFull = true };

    private static byte[] WriteSummary(RunSummary summary)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            RunWriter.Write(writer, summary);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
