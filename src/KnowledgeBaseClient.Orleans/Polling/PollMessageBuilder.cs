namespace KnowledgeBaseClient;

// Builds the messages about one poll for one replica.
internal sealed class PollMessageBuilder(ClientServices services, RunTexts texts, Poll poll, bool hasEverSucceeded)
{
    private readonly long _now = services.Time.GetTimestamp();
    private readonly List<RunMessage> _runs = [];
    private readonly List<MissingRunMessage> _missing = [];
    private readonly List<FailedRunMessage> _failed = [];
    private readonly List<string> _notRequested = [];
    private readonly List<string> _vanished = [];
    private readonly List<Exception> _failures = [.. poll.Failures];

    public void AddRun(RunSummary summary, Run? full) => _runs.Add(texts.ToMessage(summary, full));

    // The poll has not found the run.
    public void AddUnknown(string id)
    {
        if (poll.FailureById.TryGetValue(id, out var failure))
        {
            _failed.Add(ToMessage(id, failure));
        }
        else if (poll.UnlistedAt.TryGetValue(id, out var time))
        {
            _missing.Add(new MissingRunMessage(id, AgeOf(time)));
        }
        else
        {
            _notRequested.Add(id);
        }
    }

    public void AddVanished(string id) => _vanished.Add(id);

    // Orleans limits the size of a message: large results are split.
    public IReadOnlyList<PollMessage> Build(List<long> first, int maxBytes)
    {
        var messages = new List<PollMessage>();
        var start = 0;
        var bytes = 0L;
        for (var i = 0; i < _runs.Count; i++)
        {
            if (bytes > 0 && bytes + _runs[i].Json.Length > maxBytes)
            {
                messages.Add(Empty() with { IsPartial = true, Runs = _runs[start..i] });
                (start, bytes) = (i, 0);
            }

            bytes += _runs[i].Json.Length;
        }

        messages.Add(Empty() with
        {
            Runs = _runs[start..],
            Missing = _missing,
            Failed = _failed,
            NotRequested = _notRequested,
            Vanished = _vanished,
            HasAllRuns = poll.HasAllRuns,
            AllRunsFailure = poll.AllRunsFailure is { } failure ? ToMessage("", failure) : null,
            HasSucceeded = poll.HasSucceeded,
            HasEverSucceeded = hasEverSucceeded,
            StopReason = poll.StopReason is { } reason ? IndexOf(reason) : -1,
            First = first,
            Failures = [.. _failures.Select(failure => FailureMessage.Of(failure, services.Telemetry.Redact))],
        });
        return messages;
    }

    private PollMessage Empty() => new()
    {
        Result = 0,
        Poll = poll.Input.Number,
        StartAge = AgeOf(poll.Input.StartedAt),
    };

    private FailedRunMessage ToMessage(string id, RequestFailure failure) =>
        new(id, IndexOf(failure.Exception), AgeOf(failure.StartedAt), AgeOf(failure.EndedAt));

    private int IndexOf(Exception failure)
    {
        var index = _failures.IndexOf(failure);
        if (index < 0)
        {
            index = _failures.Count;
            _failures.Add(failure);
        }

        return index;
    }

    private TimeSpan AgeOf(long timestamp) => services.Time.GetElapsedTime(timestamp, _now);
}
