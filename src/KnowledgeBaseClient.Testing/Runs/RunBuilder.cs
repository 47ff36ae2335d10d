namespace KnowledgeBaseClient.Testing;

/// <summary>Builds a run for a test, with the values that the service would send.</summary>
/// <remarks>
/// The run was created at midnight (UTC) on January 1, 2026, where a <see cref="SimulationClock"/> starts; one that has finished took two
/// minutes. For values without a method, use a <c>with</c> expression on the built run. Every method returns a new builder. Immutable and
/// thread-safe.
/// </remarks>
public sealed class RunBuilder
{
    internal static readonly DateTimeOffset DefaultTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly RawJson Null = RawJson.Parse("null");
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(2);

    private readonly Run _run;
    private readonly IReadOnlyList<string> _nodes;

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
            CreatedAt = DefaultTime,
            Source = "api",
            Input = RawJson.Parse("{}"),
            Output = Null,
        };
    }

    private RunBuilder(Run run, IReadOnlyList<string> nodes) => (_run, _nodes) = (run, nodes);

    /// <summary>Sets the workflow.</summary>
    /// <param name="name">The name of the workflow.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder OfWorkflow(string name) => With(_run with { WorkflowName = name });

    /// <summary>Sets the nodes of the workflow. Their states follow from the status and the progress of the run.</summary>
    /// <param name="nodes">The ids of the nodes, in the order in which they run.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="nodes"/> is null.</exception>
    /// <exception cref="ArgumentException">A node is empty, or occurs twice.</exception>
    public RunBuilder WithNodes(params string[] nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return new RunBuilder(_run, RunNodes.Copy(nodes, [], nameof(nodes)));
    }

    /// <summary>Sets the time at which the run was created.</summary>
    /// <param name="time">The time.</param>
    /// <returns>A new builder. A run that has finished keeps its duration.</returns>
    public RunBuilder CreatedAt(DateTimeOffset time) =>
        With(_run with { CreatedAt = time, FinishedAt = _run.FinishedAt is null ? null : time + _run.Duration });

    /// <summary>Makes the run a queued one.</summary>
    /// <returns>A new builder.</returns>
    public RunBuilder Queued() => With(RunStatus.Queued, 0, Null);

    /// <summary>Makes the run a running one.</summary>
    /// <param name="progress">The progress, in percent from 0 to 100.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="progress"/> is not from 0 to 100.</exception>
    public RunBuilder Running(int progress = 0) => With(RunStatus.Running, progress, Null);

    /// <summary>Makes the run one that waits until a person acts.</summary>
    /// <param name="progress">The progress, in percent from 0 to 100.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="progress"/> is not from 0 to 100.</exception>
    public RunBuilder AwaitingHumanFeedback(int progress = 0) => With(RunStatus.AwaitingHumanFeedback, progress, Null);

    /// <summary>Gives the run any status, such as one that this library does not know.</summary>
    /// <param name="status">The text of the status.</param>
    /// <param name="progress">The progress, in percent from 0 to 100.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="status"/> is null, empty or white space.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="progress"/> is not from 0 to 100.</exception>
    public RunBuilder WithStatus(string status, int progress = 0) => With(new RunStatus(status), progress, Null);

    /// <summary>Makes the run a completed one.</summary>
    /// <param name="output">The output of the run. The default is an empty object.</param>
    /// <returns>A new builder.</returns>
    public RunBuilder Completed(RawJson output = default) =>
        With(RunStatus.Completed, 100, output == default ? RawJson.Parse("{}") : output);

    /// <summary>Makes the run a failed one.</summary>
    /// <param name="error">Why the run failed: <see cref="Run.ErrorMessage"/> returns it.</param>
    /// <param name="node">The node that failed; null for none. The output of the run contains it as <c>error.node_id</c>.</param>
    /// <param name="progress">The progress at which the run failed, in percent from 0 to 100.</param>
    /// <returns>A new builder. If <see cref="WithNodes"/> does not name the node, it is the last one.</returns>
    /// <exception cref="ArgumentException"><paramref name="error"/> is null, empty or white space.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="progress"/> is not from 0 to 100.</exception>
    public RunBuilder Failed(string error, string? node = null, int progress = 0) =>
        With(RunStatus.Failed, progress, RunErrors.ToOutput(error, node));

    /// <summary>Makes the run a stopped one.</summary>
    /// <param name="progress">The progress at which the run was stopped, in percent from 0 to 100.</param>
    /// <returns>A new builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="progress"/> is not from 0 to 100.</exception>
    public RunBuilder Stopped(int progress = 0) => With(RunStatus.Stopped, progress, Null);

    /// <summary>Returns the run.</summary>
    /// <returns>The run.</returns>
    public Run Build()
    {
        var failed = RunErrors.NodeOf(_run.Output);
        var nodes = new RunNodes(failed is null || _nodes.Contains(failed) ? _nodes : [.. _nodes, failed]);
        var executed = _run.Status == RunStatus.Completed ? nodes.All.Count
            : failed is not null ? nodes.All.TakeWhile(node => node != failed).Count()
            : nodes.All.Count * _run.Progress / 100;
        var running = _run.Status == RunStatus.Running && executed < nodes.All.Count ? nodes.All[executed] : null;
        return _run with
        {
            WorkflowDefinition = nodes.ToDefinition(),
            ProgressDetails = nodes.ToDetails(nodes.All.Take(executed), running, _run.Progress),
        };
    }

    private RunBuilder With(RunStatus status, int progress, RawJson output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(progress);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(progress, 100);
        DateTimeOffset? finishedAt = status.IsTerminal ? _run.CreatedAt + DefaultDuration : null;
        return With(_run with { Status = status, Progress = progress, Output = output, FinishedAt = finishedAt });
    }

    private RunBuilder With(Run run) => new(run, _nodes);
}
