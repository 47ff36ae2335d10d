using KnowledgeBaseClient.Testing;

namespace QuickStart.Service;

/// <summary>The knowledge base of the simulator: one run in each documented status, and what happens to uploads.</summary>
internal static class SimulatedIngestion
{
    private static readonly string[] Nodes = ["Input", "FileLoader", "Ocr", "TextSplitter", "Embedding", "Output"];

    public static void Fill(SimulatedKnowledgeBase knowledgeBase)
    {
        using var stream = typeof(SimulatedIngestion).Assembly.GetManifestResourceStream("all-statuses.json")!;
        using var reader = new StreamReader(stream);
        knowledgeBase.SetRunsJson(reader.ReadToEnd());
        knowledgeBase.UploadScript = ScriptFor;
    }

    // Longer documents take longer.
    private static RunScript ScriptFor(UploadedDocument document)
    {
        var queued = RunScript.Queued(TimeSpan.FromSeconds(0.3));
        return document.Length > 1
            ? queued.Running(to: 100, over: TimeSpan.FromSeconds(1.5 + (document.Length / 60.0)), Nodes).Completed()
            : queued.Running(to: 40, over: TimeSpan.FromSeconds(1), Nodes[..3]).Failed($"{document.Name} contains no text", "TextSplitter");
    }
}
