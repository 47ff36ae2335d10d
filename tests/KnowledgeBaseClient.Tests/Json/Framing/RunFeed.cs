namespace KnowledgeBaseClient.Tests.Json.Framing;

// Passes a response to a RunArrayReader in chunks, as a network would.
internal static class RunFeed
{
    public static List<Run> Runs(byte[] response, int chunkLength) => Read(response, chunkLength, RunReader.CopyRun);

    public static List<string> Texts(byte[] response, int chunkLength) => Read(response, chunkLength, json => json.ToString());

    public static List<T> Read<T>(byte[] response, int chunkLength, Func<RawJson, T> read, long maxRunBytes = long.MaxValue)
    {
        var results = new List<T>();
        Read(response, [chunkLength], read, maxRunBytes, results);
        return results;
    }

    // Repeats the chunk lengths until the response ends. The runs read before a failure stay in the list.
    public static void Read<T>(byte[] response, int[] chunkLengths, Func<RawJson, T> read, List<T> results) =>
        Read(response, chunkLengths, read, long.MaxValue, results);

    // Returns the failure, if any, and the runs read before it.
    public static (MalformedListException? Failure, List<Run> Runs) TryRead(
        byte[] response, int chunkLength, long maxRunBytes = long.MaxValue)
    {
        var results = new List<Run>();
        try
        {
            Read(response, [chunkLength], RunReader.CopyRun, maxRunBytes, results);
            return (null, results);
        }
        catch (MalformedListException failure)
        {
            return (failure, results);
        }
    }

    private static void Read<T>(byte[] response, int[] chunkLengths, Func<RawJson, T> read, long maxRunBytes, List<T> results)
    {
        using var runs = new RunArrayReader(maxRunBytes);
        for (var (sent, count) = (0, 0); sent < response.Length; count++)
        {
            var memory = runs.Room();
            var chunkLength = chunkLengths[count % chunkLengths.Length];
            var chunk = response.AsMemory(sent, Math.Min(Math.Min(chunkLength, memory.Length), response.Length - sent));
            chunk.CopyTo(memory);
            runs.Arrived(chunk.Length);
            sent += chunk.Length;

            while (runs.TryTake(read, out var run))
            {
                results.Add(run!);
            }
        }

        runs.End();
    }
}
