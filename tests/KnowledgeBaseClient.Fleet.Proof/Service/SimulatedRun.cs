using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>A run at one moment.</summary>
internal readonly record struct SimulatedRun(int Number, RunStatus Status, int Progress, DateTimeOffset? FinishedAt)
{
    // Everything but the definition.
    private const int MaxHeadLength = 512;

    private const int NodeCount = 25;

    private static readonly byte[] Definition = Encoding.UTF8.GetBytes(
        $$$"""
        ,"workflow_definition":{"nodes":[{{{string.Join(',', Enumerable.Range(0, NodeCount).Select(Node))}}}],"edges":[]}}
        """);

    /// <summary>Writes the run as JSON, about 3 KB.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var id = ProofRuns.IdOf(Number);
        var (result, finishedAt) = FinishedAt is { } time ? ($$"""{"of":"{{id}}"}""", $"\"{time:O}\"") : ("null", "null");
        var span = output.GetSpan(MaxHeadLength + Definition.Length);
        Utf8.TryWrite(
            span,
            CultureInfo.InvariantCulture,
            $$"""
            {"id":"{{id}}","group_id":"g","workflow_id":"w","input":{},"output":{{result}},"status":"{{Status.Value}}",
            "progress":{{Progress}},"created_at":"2026-01-01T00:00:00Z","finished_at":{{finishedAt}}
            """,
            out var length);
        Definition.CopyTo(span[length..]);
        output.Advance(length + Definition.Length);
    }

    private static string Node(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"id":"node-{{{number}}}","type":"TextSplitter","display":{"position":{"x":{{{number}}},"y":0}},"node_config":{}}""");
}
