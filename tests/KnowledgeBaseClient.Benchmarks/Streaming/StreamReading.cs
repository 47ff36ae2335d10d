using System.Diagnostics;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>What it has taken to read a stream of runs to its end. The peak of the process is the highest since it was started.</summary>
internal sealed record StreamReading(long Bytes, long Runs, double BytesPerSecond, long PeakWorkingSet, long PeakHeap)
{
    private const int RunsBetweenLooks = 16;

    public static async Task<StreamReading> OfAsync<T>(IAsyncEnumerable<T> runs, Func<T, string> idOf, long bytes)
    {
        var (count, peakHeap) = (0L, 0L);
        var start = Stopwatch.GetTimestamp();
        await foreach (var run in runs)
        {
            // The server counts up: no run is missing and none comes twice.
            if (idOf(run) != RunText.IdOf((int)count))
            {
                throw new InvalidOperationException($"Run number {count} of the stream is {idOf(run)}.");
            }

            if (count++ % RunsBetweenLooks == 0)
            {
                peakHeap = Math.Max(peakHeap, GC.GetTotalMemory(forceFullCollection: false));
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new StreamReading(bytes, count, bytes / seconds, process.PeakWorkingSet64, peakHeap);
    }
}
