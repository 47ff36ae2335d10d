using System.Text.Json;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Reports to the parent process: a line with a word and a JSON value.</summary>
internal static class ReplicaOutput
{
    private static readonly Lock Gate = new();

    public static void Report<T>(string word, T value)
    {
        var line = $"{word} {JsonSerializer.Serialize(value)}";
        lock (Gate)
        {
            Console.WriteLine(line);
        }
    }
}
