namespace KnowledgeBaseClient.Testing;

/// <summary>Builds a run for a test, with the values that the service would send.</summary>
/// <remarks>
/// For values without a method, use a <c>with</c> expression on the built run. Every method returns a new builder. Immutable and
/// thread-safe.
/// </remarks>
public sealed class RunBuilder
{
    private readonly Run _run;
    private readonly IReadOnlyList<string> _nodes;
    private readonly string? _failedNode;

    /// <summary>Creates a builder of a queued run.</summary>
    /// <param name="id">The id of the run.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is null, empty or white space.</exception>
    public RunBuilder(string id = "run-1")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        _nodes = [];
        _run = new Run
        {
            Id = id,
            GroupId = "00000000-0000-4000-8000-000000000001",
            WorkflowId = "00000000-0000-4000-8000-000000000002",
            Workflow = new Workflow
            {
                Id = "00000000-0000-4000-8000-000000000002",
                GroupId = "00000000-0000-4000-8000-000000000001",
                Name = "ingestion",
                Type = "ingestion",
            },
            Status = RunStatus.Queued,
            CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Source = "api",
            Input = RawJson.Parse("{}"),
            Output = RawJson.Parse("null"),
        };
    }

    private RunBuilder(Run run, IReadOnlyList<string> nodes, string? failedNode) => (_run, _nodes, _failedNode) = (run, nodes, failedNode);

    /// <summary>Sets the workflow.</summary>
    /// <param name="name">The name of the workflow.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder OfWorkflow(string name) => With(_run with { WorkflowName = name });

    /// <summary>Sets the nodes of the workflow. Their states follow from the status and the progress of the run.</summary>
    /// <param name="nodes">The ids of the nodes, in the order in which they run.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder WithNodes(params string[] nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return new RunBuilder(_run, [.. nodes], _failedNode);
    }

    /// <summary>Sets the time at which the run was created.</summary>
    /// <param name="time">The time.</param>
    /// <returns>A new builder. A run that has finished keeps its duration.</returns>
    public RunBuilder CreatedAt(DateTimeOffset time) =>
        With(_run with { CreatedAt = time, FinishedAt = _run.FinishedAt is null ? null : time + _run.Duration });

    /// <summary>Makes the run a queued one.</summary>
    /// <returns>A new builder.</returns>
    public RunBuilder Queued() => Unfinished(RunStatus.Queued, 0);

    /// <summary>Makes the run a running one.</summary>
    /// <param name="progress">The progress, in percent.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder Running(int progress = 0) => Unfinished(RunStatus.Running, progress);

    /// <summary>Makes the run one that waits until a person acts.</summary>
    /// <param name="progress">The progress, in percent.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder AwaitingHumanFeedback(int progress = 0) => Unfinished(RunStatus.AwaitingHumanFeedback, progress);

    /// <summary>Gives the run any status, such as one that this library does not know.</summary>
    /// <param name="status">The text of the status.</param>
    /// <param name="progress">The progress, in percent.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="status"/> is null, empty or white space.</exception>
    public RunBuilder WithStatus(string status, int progress = 0) => Unfinished(new RunStatus(status), progress);

    /// <summary>Makes the run a completed one.</summary>
    /// <param name="output">The output of the run. The default is an empty object.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder Completed(RawJson output = default) =>
        Finished(RunStatus.Completed, 100, output == default ? RawJson.Parse("{}") : output, null);

    /// <summary>Makes the run a failed one.</summary>
    /// <param name="error">Why the run failed: <see cref="Run.ErrorMessage"/> returns it.</param>
    /// <param name="node">The node that failed; null for none. The output of the run contains it as <c>error.node_id</c>.</param>
    /// <param name="progress">The progress at which the run failed, in percent.</param>
    /// <returns>A new builder. If <see cref="WithNodes"/> does not name the node, it is the last one.</returns>
    /// <exception cref="ArgumentException"><paramref name="error"/> is null, empty or white space.</exception>
    public RunBuilder Failed(string error, string? node = null, int progress = 0) =>
        Finished(RunStatus.Failed, progress, RunErrors.ToOutput(error, node), node);

    /// <summary>Makes the run a stopped one.</summary>
    /// <param name="progress">The progress at which the run was stopped, in percent.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder Stopped(int progress = 0) => Finished(RunStatus.Stopped, progress, RawJson.Parse("null"), null);

    /// <summary>Returns the run.</summary>
    /// <returns>The run.</returns>
    public Run Build()
    {
        var nodes = _failedNode is null || _nodes.Contains(_failedNode) ? _nodes : [.. _nodes, _failedNode];
        var executed = _run.Status == RunStatus.Completed ? nodes.Count
            : _failedNode is not null ? nodes.TakeWhile(node => node != _failedNode).Count()
            : Math.Min(nodes.Count * _run.Progress / 100, nodes.Count);
        return _run with
        {
            ProgressDetails = RunNodes.ToDetails(nodes, executed, _run.Status == RunStatus.Running, _run.Progress),
        };
    }

    private RunBuilder Unfinished(RunStatus status, int progress) => new(
        _run with { Status = status, Progress = progress, Output = RawJson.Parse("null"), FinishedAt = null }, _nodes, null);

    private RunBuilder Finished(RunStatus status, int progress, RawJson output, string? failedNode) => new(
        _run with { Status = status, Progress = progress, Output = output, FinishedAt = _run.CreatedAt + TimeSpan.FromMinutes(2) },
        _nodes,
        failedNode);

    private RunBuilder With(Run run) => new(run, _nodes, _failedNode);
}
