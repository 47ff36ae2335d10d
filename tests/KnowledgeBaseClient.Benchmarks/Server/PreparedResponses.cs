using System.Collections.Concurrent;
using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.TestSupport;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Builds the response to each request target once and resends it, so that the server costs little and only the client is measured.
/// All requests for a target must have the same headers.
/// </summary>
internal sealed class PreparedResponses
{
    private readonly ConcurrentDictionary<string, Reply> _replies = new(StringComparer.Ordinal);
    private readonly KnowledgeBaseSimulator _simulator = new(TimeProvider.System) { ApiKey = null };

    private readonly HashSet<RunsSize> _added = [];

    public Reply Respond(RawRequest request)
    {
        var target = request.Target;
        if (!_replies.TryGetValue(target, out var reply))
        {
            // An endless list changes its buffer while it is sent, so each request gets its own.
            if (EndlessRuns.TryParse(target, out var runs))
            {
                return runs.ToReply();
            }

            AddRuns(target);
            reply = _replies.GetOrAdd(target, Reply.Of(request.RespondWith(_simulator)));
        }

        return reply;
    }

    // Creating the largest list takes seconds, so a knowledge base gets its runs with its first request.
    private void AddRuns(string target)
    {
        if (RunsSize.All.FirstOrDefault(size => target.StartsWith(size.Path, StringComparison.Ordinal)) is { } size)
        {
            lock (_added)
            {
                if (_added.Add(size))
                {
                    size.AddRuns(_simulator.KnowledgeBase(size.Name));
                }
            }
        }
    }
}
