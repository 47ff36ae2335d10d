using System.Text;

namespace KnowledgeBaseClient;

// About how many bytes a wait takes up in the state of its shard, without the message of its last failure. Limited, because each change
// writes the whole state.
internal static class WaitSize
{
    // Names and numbers of a wait.
    private const int Overhead = 300;

    // Quotes and a comma.
    private const int IdOverhead = 3;

    public static long Of(WaitEntry entry) =>
        Overhead
        + Bytes(entry.Id)
        + Bytes(entry.Handler)
        + Bytes(entry.State)
        + entry.RunIds.Sum(static id => (long)Bytes(id) + IdOverhead);

    public static InvalidOperationException Full(string knowledgeBaseId, int waits, long bytes, long maxBytes) => new(
        $"The wait is not registered: its group, one of {ShardKey.Count} of the knowledge base {knowledgeBaseId}, has {waits} waits with "
        + $"{bytes} bytes, and may have at most {maxBytes} bytes. Register it when others are delivered, and cancel dead letters.");

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
