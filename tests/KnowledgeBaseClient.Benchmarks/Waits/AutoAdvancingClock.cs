using Microsoft.Extensions.Time.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>A fake clock that advances to the end of each delay between polls, so that an hour takes only as long as its work.</summary>
internal sealed class AutoAdvancingClock : FakeTimeProvider
{
    // Delays between polls are shorter. Timeouts of attempts and calls are longer.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);

    private readonly object _lock = new();
    private TaskCompletionSource<TimeSpan> _delayed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of delays that have started.</summary>
    public int Delays { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < MaxDelay)
        {
            lock (_lock)
            {
                Delays++;
                _delayed.TrySetResult(dueTime);
            }
        }

        return timer;
    }

    /// <summary>Advances the clock until the task completes.</summary>
    public async Task RunUntilAsync(Task completion)
    {
        while (true)
        {
            Task<TimeSpan> delayed;
            lock (_lock)
            {
                delayed = _delayed.Task;
            }

            if (await Task.WhenAny(completion, delayed) == completion)
            {
                return;
            }

            lock (_lock)
            {
                _delayed = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            Advance(await delayed);
        }
    }
}
