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
    private readonly FakeRunsRoute _route = new(apiKey: null, List);

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

            reply = _replies.GetOrAdd(target, Reply.Of(_route.Respond(request.ToReceivedRequest())));
        }

        return reply;
    }

    private static IEnumerable<StoredRun>? List(string knowledgeBaseId, IReadOnlySet<string>? runIds) =>
        RunsSize.All.FirstOrDefault(size => size.Name == knowledgeBaseId)?.List(runIds);
}
