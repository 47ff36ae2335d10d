using System.Diagnostics;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The cost of reading a stream of runs to its end. The peak working set is the highest since the process started.</summary>
internal sealed record StreamReading(long Bytes, long Runs, double BytesPerSecond, long PeakWorkingSet, long PeakHeap)
{
    private const int RunsBetweenHeapSamples = 16;

    public static async Task<StreamReading> OfAsync<T>(IAsyncEnumerable<T> runs, Func<T, string> idOf, long bytes)
    {
        var (count, peakHeap) = (0L, 0L);
        var start = Stopwatch.GetTimestamp();
        await foreach (var run in runs)
        {
            // The server numbers the runs, so a missing or repeated run is detected.
            if (idOf(run) != RunJson.IdOf((int)count))
            {
                throw new InvalidOperationException($"Run {count} of the stream is {idOf(run)} instead of {RunJson.IdOf((int)count)}.");
            }

            if (count++ % RunsBetweenHeapSamples == 0)
            {
                peakHeap = Math.Max(peakHeap, GC.GetTotalMemory(forceFullCollection: false));
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new StreamReading(bytes, count, bytes / seconds, process.PeakWorkingSet64, peakHeap);
    }
}
