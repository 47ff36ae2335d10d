using System.Text;

namespace KnowledgeBaseClient;

// Copies a wait and throws if it is invalid, before anything is sent.
internal static class DurableWaitValidator
{
    // The key of a grain has at most 512 characters in SQL storage.
    private const int MaxIdLength = 256;
    private const int MaxRuns = 10_000;
    private const int MaxStateBytes = 4096;

    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);

    // Like WaitOptions: timers support at most about 49.7 days.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(49);

    public static WaitRegistration ToRegistration(DurableWait wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        CheckKnowledgeBaseId(wait.KnowledgeBaseId, nameof(wait));
        CheckWaitId(wait.Id, nameof(wait));
        CheckName(wait.Handler, nameof(wait), $"{nameof(DurableWait)}.{nameof(wait.Handler)}");
        CheckState(wait.State, nameof(wait));
        CheckDuration(nameof(wait.Timeout), wait.Timeout, MinTimeout, "at least 1 second", nameof(wait));
        CheckDuration(nameof(wait.MissingGrace), wait.MissingGrace, TimeSpan.Zero, "at least zero", nameof(wait));
        return new WaitRegistration
        {
            Id = wait.Id,
            RunIds = CopyRunIds(wait.RunIds, nameof(wait)),
            Handler = wait.Handler,
            State = wait.State,
            Timeout = ToMilliseconds(wait.Timeout),
            MissingGrace = ToMilliseconds(wait.MissingGrace),
        };
    }

    public static void CheckKnowledgeBaseId(string? id, string parameter)
    {
        Identifier.Check(id, parameter, "knowledge base id");
        CheckLength(id!, parameter, "knowledge base id");
    }

    public static void CheckWaitId(string? id, string parameter) => CheckName(id, parameter, "id of the wait");

    public static void CheckName(string? name, string parameter, string what)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException($"The {what} is null or empty: set it to 1 to {MaxIdLength} characters.", parameter);
        }

        CheckLength(name, parameter, what);
        if (!Identifier.IsWellFormed(name))
        {
            throw new ArgumentException($"The {what} is not valid Unicode (it contains a lone surrogate).", parameter);
        }
    }

    private static void CheckLength(string text, string parameter, string what)
    {
        if (text.Length > MaxIdLength)
        {
            throw new ArgumentException($"The {what} has {text.Length} characters, but may have at most {MaxIdLength}.", parameter);
        }
    }

    private static string[] CopyRunIds(IReadOnlyCollection<string>? runIds, string parameter)
    {
        string[] ids = [.. (runIds ?? []).Distinct(StringComparer.Ordinal)];
        if (ids.Length is 0 or > MaxRuns)
        {
            throw new ArgumentException(
                $"{nameof(DurableWait)}.{nameof(DurableWait.RunIds)} has {ids.Length} distinct ids, but must have 1 to {MaxRuns}.",
                parameter);
        }

        foreach (var id in ids)
        {
            Identifier.CheckRunId(id, parameter);
        }

        return ids;
    }

    private static void CheckState(string? state, string parameter)
    {
        if (state is not null && !Identifier.IsWellFormed(state))
        {
            throw new ArgumentException(
                $"{nameof(DurableWait)}.{nameof(DurableWait.State)} is not valid Unicode (it contains a lone surrogate).", parameter);
        }

        if (state is not null && Encoding.UTF8.GetByteCount(state) is > MaxStateBytes and var bytes)
        {
            throw new ArgumentException(
                $"{nameof(DurableWait)}.{nameof(DurableWait.State)} has {bytes} bytes in UTF-8, but may have at most {MaxStateBytes}. "
                + "Store the rest elsewhere, under the id of the wait.",
                parameter);
        }
    }

    private static void CheckDuration(string name, TimeSpan value, TimeSpan minimum, string minimumText, string parameter)
    {
        if (value != Timeout.InfiniteTimeSpan && (value < minimum || value > MaxDuration))
        {
            throw new ArgumentException(
                $"{name} is {value:c}. Set {nameof(DurableWait)}.{name} to {minimumText} and at most {MaxDuration.Days} days, or to "
                + "Timeout.InfiniteTimeSpan for no limit.",
                parameter);
        }
    }

    private static long ToMilliseconds(TimeSpan duration) =>
        duration == Timeout.InfiniteTimeSpan ? -1 : (long)Math.Ceiling(duration.TotalMilliseconds);
}
