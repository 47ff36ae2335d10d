using System.Threading.Channels;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Records every reported change, then calls <paramref name="onReport"/>.</summary>
internal sealed class ProgressRecorder(Action<RunChange>? onReport = null) : IProgress<RunChange>
{
    private readonly List<RunChange> _changes = [];
    private readonly Channel<RunChange> _reports = Channel.CreateUnbounded<RunChange>();

    public IReadOnlyList<RunChange> Changes
    {
        get
        {
            lock (_changes)
            {
                return [.. _changes];
            }
        }
    }

    public void Report(RunChange value)
    {
        lock (_changes)
        {
            _changes.Add(value);
        }

        _reports.Writer.TryWrite(value);
        onReport?.Invoke(value);
    }

    /// <summary>Completes when the next report arrives. Each call waits for one more report.</summary>
    public Task WaitForReportAsync() => _reports.Reader.ReadAsync().AsTask().OrTimeout();
}
