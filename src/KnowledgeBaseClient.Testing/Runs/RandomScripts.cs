namespace KnowledgeBaseClient.Testing;

// A cast of different runs.
internal static class RandomScripts
{
    private static readonly string[] Nodes = ["load", "ocr", "split", "embed"];
    private static readonly string[] Errors = ["no text found", "the file is encrypted", "embedding model quota exceeded"];

    // Shorter than WaitOptions.MissingGrace.
    private static readonly TimeSpan MaxUnlisted = TimeSpan.FromSeconds(20);

    public static RunScript Create(Random random, TimeSpan duration)
    {
        var start = duration * random.NextDouble() / 4;
        var script = random.Next(10) == 0 && start < MaxUnlisted ? RunScript.Unlisted(start) : RunScript.Queued(start);
        var rest = duration - start;
        if (random.Next(20) == 0)
        {
            script = script.Running(to: random.Next(100), over: rest / 4).Requeued(rest / 4);
            rest /= 2;
        }

        var (outcome, progress, nodes) = (random.Next(20), random.Next(100), random.Next(4) == 0 ? Nodes : null);
        script = script.Running(outcome < 14 ? 100 : progress, rest, nodes);
        return outcome switch
        {
            < 14 => script.Completed(),
            < 18 => script.Failed(Errors[random.Next(Errors.Length)], nodes?[random.Next(nodes.Length)]),
            18 => script.Stopped(),
            _ => script.AwaitingHumanFeedback(),
        };
    }
}
