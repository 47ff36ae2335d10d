using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// A run that follows a script. Not thread-safe.
internal sealed class ScriptedRun : SimulatedRun
{
    private static readonly RawJson EmptyObject = RawJson.Parse("{}");
    private static readonly RawJson Null = RawJson.Parse("null");

    private const int TenthsOfPhase = 10;

    private readonly Run _template;
    private readonly DateTimeOffset _start;
    private readonly IReadOnlyList<RunPhase> _phases;
    private readonly RunNodes _nodes;

    // The phase of the last request, and its JSON: most requests find the run unchanged.
    private int _phase = -1;
    private DateTimeOffset _phaseStart;
    private DateTimeOffset _phaseEnd;
    private (int Phase, int Progress, int Node) _state = (-1, 0, 0);
    private byte[] _json = [];

    public ScriptedRun(Run template, RunScript script, DateTimeOffset start)
    {
        _start = start;
        _phases = script.Phases;
        var failed = _phases.Select(phase => RunErrors.NodeOf(phase.Output)).OfType<string>();
        _nodes = new RunNodes([.. _phases.SelectMany(phase => phase.Nodes).Concat(failed).Distinct(StringComparer.Ordinal)]);
        _template = template with { CreatedAt = start };
        if (_template.WorkflowDefinition == default)
        {
            _template = _template with { WorkflowDefinition = _nodes.ToDefinition() };
        }
    }

    public override string Id => _template.Id;

    public override RunStatus? StatusAt(DateTimeOffset now) =>
        now < _start ? null
        : PhaseAt(now) is { IsListed: true } phase ? phase.Status
        : null;

    public override DateTimeOffset Since
    {
        get => _start;
        set
        {
        }
    }

    // The beginning of each phase and each node, and each tenth of a phase without nodes.
    public override DateTimeOffset? NextEvent(DateTimeOffset after)
    {
        var start = _start;
        foreach (var phase in _phases)
        {
            if (start > after)
            {
                return start;
            }

            if (phase.Duration is not { } duration || start.AddOrMax(duration) == DateTimeOffset.MaxValue)
            {
                return null;
            }

            var steps = phase.Nodes.Count > 0 ? phase.Nodes.Count : phase.ToProgress > phase.FromProgress ? TenthsOfPhase : 1;
            for (var step = 1; step < steps; step++)
            {
                var at = start + TimeSpan.FromTicks((long)(((Int128)duration.Ticks * step + steps - 1) / steps));
                if (at > after)
                {
                    return at;
                }
            }

            start += duration;
        }

        return null;
    }

    public override byte[] ToJson(DateTimeOffset now)
    {
        var phase = PhaseAt(now);
        var progress = phase.FromProgress + Part(phase.ToProgress - phase.FromProgress, phase, now);
        var node = Math.Min(Part(phase.Nodes.Count, phase, now), Math.Max(0, phase.Nodes.Count - 1));
        if (_state != (_phase, progress, node))
        {
            _state = (_phase, progress, node);
            _json = JsonSerializer.SerializeToUtf8Bytes(RunIn(phase, progress, node), RunJson.SerializerOptions);
        }

        return _json;
    }

    // Of a whole that changes evenly during the phase.
    private int Part(int whole, RunPhase phase, DateTimeOffset now)
    {
        var elapsed = now - _phaseStart;
        return phase.Duration is { } duration && elapsed < duration ? (int)((Int128)whole * elapsed.Ticks / duration.Ticks) : whole;
    }

    private Run RunIn(RunPhase phase, int progress, int node)
    {
        var isCompleted = phase.Status == RunStatus.Completed;
        var earlier = RunScript.SinceQueued([.. _phases.Take(_phase)]).SelectMany(other => other.Nodes);
        var executed = isCompleted ? _nodes.All : [.. phase.Status == RunStatus.Queued ? [] : earlier, .. phase.Nodes.Take(node)];
        if (phase.Status == RunStatus.Failed && RunErrors.NodeOf(phase.Output) is { } failed)
        {
            executed = [.. executed.TakeWhile(other => other != failed)];
        }

        return _template with
        {
            Status = phase.Status,
            Progress = progress,
            ProgressDetails = _nodes.ToDetails(executed, phase.Nodes.ElementAtOrDefault(node), progress),
            Output = phase.Output != default ? phase.Output : isCompleted ? EmptyObject : Null,
            FinishedAt = phase.Status.IsTerminal ? _phaseStart : null,
        };
    }

    // Not before the start of the run.
    private RunPhase PhaseAt(DateTimeOffset now)
    {
        if (_phase < 0 || now < _phaseStart || now >= _phaseEnd)
        {
            (_phase, _phaseStart, _phaseEnd) = (-1, _start, _start);
            do
            {
                _phaseStart = _phaseEnd;
                _phaseEnd = ++_phase < _phases.Count - 1 && _phases[_phase].Duration is { } duration
                    ? _phaseStart.AddOrMax(duration)
                    : DateTimeOffset.MaxValue;
            }
            while (now >= _phaseEnd && _phaseEnd < DateTimeOffset.MaxValue);
        }

        return _phases[_phase];
    }
}
