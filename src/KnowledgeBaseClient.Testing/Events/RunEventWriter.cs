using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KnowledgeBaseClient.Testing;

// Writes what happened to a run as events of the service.
internal static class RunEventWriter
{
    // The data of each event, in order: nodes first, then the run.
    public static IEnumerable<(string Type, JsonObject Data)> Between(Run? previous, Run current)
    {
        var (before, now) = (previous?.ProgressDetails, current.ProgressDetails);
        foreach (var node in (now?.RunningNodes ?? []).Except(before?.RunningNodes ?? []))
        {
            yield return ("content", new JsonObject { ["id"] = node, ["status"] = "running" });
        }

        foreach (var node in (now?.ExecutedNodes ?? []).Except(before?.ExecutedNodes ?? []))
        {
            yield return ("content", new JsonObject { ["id"] = node, ["status"] = "completed", ["content"] = $"{node} is done." });
        }

        if (previous?.Status != current.Status || !Equals(before, now) || previous.Progress != current.Progress)
        {
            yield return ("state", new JsonObject
            {
                ["status"] = current.Status.Value,
                ["progress_details"] = JsonSerializer.SerializeToNode(now ?? Total(current), RunJson.SerializerOptions),
            });
        }

        if (previous?.Status != current.Status && (current.Status == RunStatus.Completed || current.Status == RunStatus.Failed))
        {
            yield return ("content", new JsonObject { ["workflow_status"] = current.Status.Value });
        }
    }

    public static byte[] Write(EventId id, string type, JsonObject data)
    {
        var json = new JsonObject { ["type"] = type, ["data"] = data, ["redisId"] = id.ToString() }.ToJsonString();
        return Encoding.UTF8.GetBytes($"event: message\ndata: {json}\n\n");
    }

    private static ProgressDetails Total(Run run) => new() { TotalProgress = run.Progress };
}
