namespace KnowledgeBaseClient.Testing;

/// <summary>What happens to a simulated run, phase by phase: how long it is queued, how it progresses, and how it ends.</summary>
/// <remarks>
/// Every method returns a new script that has one more phase. The last phase never ends. Any order of phases is possible, including those
/// that a real service should not produce, such as a completed run that runs again. Immutable and thread-safe.
/// </remarks>
public sealed class RunScript
{
    private readonly RunPhase[] _phases;

    private RunScript(params RunPhase[] phases) => _phases = phases;

    internal IReadOnlyList<RunPhase> Phases => _phases;

    private RunPhase Last => _phases[^1];

    /// <summary>Starts a script with a queued run.</summary>
    /// <param name="duration">How long the run is queued. The default is zero: it starts immediately.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public static RunScript Queued(TimeSpan duration = default) =>
        new(new RunPhase(RunStatus.Queued) { Duration = NotNegative(duration, nameof(duration)) });

    /// <summary>Starts a script with a run that exists, but is not listed yet.</summary>
    /// <param name="duration">How long the service does not list the run.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public static RunScript Unlisted(TimeSpan duration) =>
        new(new RunPhase(RunStatus.Queued) { Duration = NotNegative(duration, nameof(duration)), IsListed = false });

    /// <summary>Creates a script from a random source.</summary>
    /// <param name="random">The random source. The same seed gives the same script.</param>
    /// <param name="duration">The time from the creation to the end of the run.</param>
    /// <returns>
    /// A script of a queued run that runs and completes, in about seven of ten cases; otherwise it fails, is stopped or awaits human
    /// feedback. Some runs are not listed for up to 20 seconds, go back to the queue, or have nodes.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public static RunScript CreateRandom(Random random, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(random);
        return RandomScripts.Create(random, NotNegative(duration, nameof(duration)));
    }

    /// <summary>Adds a phase in which the run is running.</summary>
    /// <param name="to">The progress at the end of the phase, in percent. It changes evenly, from the progress of the phase before.</param>
    /// <param name="over">How long the phase takes. The default is zero.</param>
    /// <param name="nodes">The nodes that run one after the other during this phase, each for the same time; null for none.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="to"/> is not from 0 to 100, or <paramref name="over"/> is negative.
    /// </exception>
    /// <exception cref="ArgumentException">A node is empty, or has run already since the run was last queued.</exception>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript Running(int to = 100, TimeSpan over = default, IEnumerable<string>? nodes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(to);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, 100);
        var copy = RunNodes.Copy(nodes, SinceQueued(_phases).SelectMany(phase => phase.Nodes), nameof(nodes));
        return Then(new RunPhase(RunStatus.Running)
        {
            Duration = NotNegative(over, nameof(over)),
            FromProgress = Last.ToProgress,
            ToProgress = to,
            Nodes = copy,
        });
    }

    /// <summary>Adds a phase in which the run is queued again, without progress and executed nodes.</summary>
    /// <param name="duration">How long the run is queued.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript Requeued(TimeSpan duration) =>
        Then(new RunPhase(RunStatus.Queued) { Duration = NotNegative(duration, nameof(duration)) });

    /// <summary>Adds a phase in which the service does not list the run, without an end unless <see cref="For"/> follows.</summary>
    /// <returns>A new script.</returns>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript Vanished() => Then(Last with { Duration = null, IsListed = false, FromProgress = Last.ToProgress, Nodes = [] });

    /// <summary>Ends the script with a completed run.</summary>
    /// <param name="output">The output of the run. The default is an empty object.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript Completed(RawJson output = default) =>
        Then(new RunPhase(RunStatus.Completed) { FromProgress = 100, ToProgress = 100, Output = output });

    /// <summary>Ends the script with a failed run, at the progress of the phase before.</summary>
    /// <param name="error">Why the run failed: <see cref="Run.ErrorMessage"/> returns it.</param>
    /// <param name="node">The node that failed; null for none. The output of the run contains it as <c>error.node_id</c>.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="ArgumentException"><paramref name="error"/> is null, empty or white space.</exception>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript Failed(string error, string? node = null) => Then(AtLastProgress(RunStatus.Failed) with
    {
        Output = RunErrors.ToOutput(error, node),
    });

    /// <summary>Ends the script with a stopped run, at the progress of the phase before.</summary>
    /// <returns>A new script.</returns>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript Stopped() => Then(AtLastProgress(RunStatus.Stopped));

    /// <summary>Adds a phase in which the run waits until a person acts, without an end unless <see cref="For"/> follows.</summary>
    /// <returns>A new script.</returns>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript AwaitingHumanFeedback() => Then(AtLastProgress(RunStatus.AwaitingHumanFeedback));

    /// <summary>Adds a phase with any status, such as one that this library does not know.</summary>
    /// <param name="status">The text of the status.</param>
    /// <returns>A new script. The phase never ends, unless <see cref="For"/> follows.</returns>
    /// <exception cref="ArgumentException"><paramref name="status"/> is null, empty or white space.</exception>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript WithStatus(string status) => Then(AtLastProgress(new RunStatus(status)));

    /// <summary>Limits the last phase to a duration, so that another phase can follow it.</summary>
    /// <param name="duration">How long the last phase takes.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public RunScript For(TimeSpan duration) =>
        new([.. _phases[..^1], Last with { Duration = NotNegative(duration, nameof(duration)) }]);

    /// <summary>Returns the phases.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Join(", ", _phases.Select(phase =>
        (phase.IsListed ? phase.Status.Value : "not listed") + (phase.Duration is { } duration ? $" for {duration}" : "")));

    private static TimeSpan NotNegative(TimeSpan duration, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero, name);
        return duration;
    }

    // The phases since the run was last queued.
    internal static IEnumerable<RunPhase> SinceQueued(IReadOnlyList<RunPhase> phases) =>
        phases.Reverse().TakeWhile(phase => phase.Status != RunStatus.Queued || !phase.IsListed).Reverse();

    private RunPhase AtLastProgress(RunStatus status) => new(status) { FromProgress = Last.ToProgress, ToProgress = Last.ToProgress };

    private RunScript Then(RunPhase next) => Last.Duration is null
        ? throw new InvalidOperationException(
            $"The phase '{(Last.IsListed ? Last.Status.Value : "vanished")}' never ends: call For(duration) before the next phase.")
        : new RunScript([.. _phases, next]);
}
