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

    /// <summary>Creates a script with phases and durations from a random source: queued, then running, then usually completed.</summary>
    /// <param name="random">The random source. The same seed gives the same script.</param>
    /// <param name="duration">The time from the start to the end of the run.</param>
    /// <returns>A script that ends with a completed run in seven of ten cases, otherwise with a failed or stopped one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public static RunScript Random(Random random, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(random);
        var queued = NotNegative(duration, nameof(duration)) * random.NextDouble() / 4;
        var (outcome, progress) = (random.Next(10), random.Next(100));
        var script = Queued(queued).Running(outcome < 7 ? 100 : progress, duration - queued);
        return outcome switch
        {
            < 7 => script.Completed(),
            < 9 => script.Failed("simulated failure"),
            _ => script.Stopped(),
        };
    }

    /// <summary>Adds a phase in which the run is running.</summary>
    /// <param name="to">The progress at the end of the phase, in percent. It changes evenly, from the progress of the phase before.</param>
    /// <param name="over">How long the phase takes. The default is zero.</param>
    /// <param name="nodes">The nodes that run one after the other during this phase, each for the same time; null for none.</param>
    /// <returns>A new script.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="to"/> is not from 0 to 100, or <paramref name="over"/> is negative.
    /// </exception>
    /// <exception cref="ArgumentException">A node is empty, or is in the script already.</exception>
    /// <exception cref="InvalidOperationException">The phase before never ends.</exception>
    public RunScript Running(int to = 100, TimeSpan over = default, IEnumerable<string>? nodes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(to);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, 100);
        string[] copy = [.. nodes ?? []];
        var known = _phases.SelectMany(phase => phase.Nodes).ToHashSet(StringComparer.Ordinal);
        if (copy.FirstOrDefault(node => string.IsNullOrWhiteSpace(node) || !known.Add(node)) is { } invalid)
        {
            throw new ArgumentException($"The node '{invalid}' is empty or occurs twice: give each node a name of its own.", nameof(nodes));
        }

        return Then(new RunPhase(RunStatus.Running)
        {
            Duration = NotNegative(over, nameof(over)),
            FromProgress = Last.ToProgress,
            ToProgress = to,
            Nodes = copy,
        });
    }

    /// <summary>Adds a phase in which the run is queued again, without progress.</summary>
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

    private RunPhase AtLastProgress(RunStatus status) => new(status) { FromProgress = Last.ToProgress, ToProgress = Last.ToProgress };

    private RunScript Then(RunPhase next) => Last.Duration is null
        ? throw new InvalidOperationException(
            $"The phase '{(Last.IsListed ? Last.Status.Value : "vanished")}' never ends: call For(duration) before the next phase.")
        : new RunScript([.. _phases, next]);
}
