using Microsoft.Extensions.Time.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>A fake clock that leaps to the next timer as soon as everyone is waiting for one: an hour takes as long as its work does.</summary>
internal sealed class PausingClock : FakeTimeProvider
{
    // The pauses between polls are shorter, the limits of attempts and calls longer.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly object _lock = new();
    private TaskCompletionSource<TimeSpan> _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pauses { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < LongestPause)
        {
            lock (_lock)
            {
                Pauses++;
                _paused.TrySetResult(dueTime);
            }
        }

        return timer;
    }

    public async Task RunUntilAsync(Task end)
    {
        while (true)
        {
            Task<TimeSpan> paused;
            lock (_lock)
            {
                paused = _paused.Task;
            }

            if (await Task.WhenAny(end, paused) == end)
            {
                return;
            }

            lock (_lock)
            {
                _paused = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            Advance(await paused);
        }
    }
}
