using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// A run that follows a script. Not thread-safe.
internal sealed class ScriptedRun : SimulatedRun
{
    private static readonly RawJson EmptyObject = RawJson.Parse("{}");
    private static readonly RawJson Null = RawJson.Parse("null");

    private readonly Run _template;
    private readonly DateTimeOffset _start;
    private readonly IReadOnlyList<RunPhase> _phases;
    private readonly string[] _nodes;

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
        _nodes = [.. _phases.SelectMany(phase => phase.Nodes)];
        _template = template with { CreatedAt = start };
    }

    public override string Id => _template.Id;

    public override RunStatus? StatusAt(DateTimeOffset now) =>
        now < _start ? null
        : PhaseAt(now) is { IsListed: true } phase ? phase.Status
        : null;

    public override byte[] ToJson(DateTimeOffset now)
    {
        var phase = PhaseAt(now);
        var share = phase.Duration is { } duration && duration > TimeSpan.Zero ? Math.Min((now - _phaseStart) / duration, 1) : 1;
        var progress = (int)(phase.FromProgress + ((phase.ToProgress - phase.FromProgress) * share));
        var node = Math.Min((int)(phase.Nodes.Count * share), Math.Max(0, phase.Nodes.Count - 1));
        if (_state != (_phase, progress, node))
        {
            _state = (_phase, progress, node);
            _json = JsonSerializer.SerializeToUtf8Bytes(RunIn(phase, progress, node));
        }

        return _json;
    }

    private Run RunIn(RunPhase phase, int progress, int node)
    {
        var isCompleted = phase.Status == RunStatus.Completed;
        var executed = isCompleted ? _nodes.Length : _phases.Take(_phase).Sum(earlier => earlier.Nodes.Count) + node;
        if (phase.Status == RunStatus.Failed && Array.IndexOf(_nodes, RunErrors.NodeOf(phase.Output)) is >= 0 and var failed)
        {
            executed = failed;
        }

        return _template with
        {
            Status = phase.Status,
            Progress = progress,
            ProgressDetails = RunNodes.ToDetails(_nodes, executed, phase.Nodes.Count > 0, progress),
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
                    ? _phaseStart + duration
                    : DateTimeOffset.MaxValue;
            }
            while (now >= _phaseEnd && _phaseEnd < DateTimeOffset.MaxValue);
        }

        return _phases[_phase];
    }
}
