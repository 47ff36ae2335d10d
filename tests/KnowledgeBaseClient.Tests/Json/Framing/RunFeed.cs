namespace KnowledgeBaseClient.Tests.Json.Framing;

// Gives an answer to a RunArrayReader in pieces, as a network would.
internal static class RunFeed
{
    public static List<Run> Runs(byte[] answer, int pieceLength) => Take(answer, pieceLength, RunReader.CopyRun);

    public static List<string> Texts(byte[] answer, int pieceLength) => Take(answer, pieceLength, json => json.ToString());

    public static List<T> Take<T>(byte[] answer, int pieceLength, Func<RawJson, T> read, long maxRunBytes = long.MaxValue)
    {
        var taken = new List<T>();
        Take(answer, [pieceLength], read, maxRunBytes, taken);
        return taken;
    }

    // In pieces of the given lengths, over and over; what was taken before a failure stays in the list.
    public static void Take<T>(byte[] answer, int[] pieceLengths, Func<RawJson, T> read, List<T> taken) =>
        Take(answer, pieceLengths, read, long.MaxValue, taken);

    // What is wrong with the answer, and the runs that came before it turned out.
    public static (MalformedListException? Failure, List<Run> Taken) TryTake(byte[] answer, int pieceLength, long maxRunBytes = long.MaxValue)
    {
        var taken = new List<Run>();
        try
        {
            Take(answer, [pieceLength], RunReader.CopyRun, maxRunBytes, taken);
            return (null, taken);
        }
        catch (MalformedListException failure)
        {
            return (failure, taken);
        }
    }

    private static void Take<T>(byte[] answer, int[] pieceLengths, Func<RawJson, T> read, long maxRunBytes, List<T> taken)
    {
        using var runs = new RunArrayReader(maxRunBytes);
        for (var (sent, count) = (0, 0); sent < answer.Length; count++)
        {
            var room = runs.Room();
            var pieceLength = pieceLengths[count % pieceLengths.Length];
            var piece = answer.AsMemory(sent, Math.Min(Math.Min(pieceLength, room.Length), answer.Length - sent));
            piece.CopyTo(room);
            runs.Arrived(piece.Length);
            sent += piece.Length;

            while (runs.TryTake(read, out var run))
            {
                taken.Add(run!);
            }
        }

        runs.End();
    }
}
