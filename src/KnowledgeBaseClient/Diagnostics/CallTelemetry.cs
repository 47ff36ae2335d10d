using System.Diagnostics;

namespace KnowledgeBaseClient;

// One call: its span and its duration. Not thread-safe.
internal sealed class CallTelemetry(ClientTelemetry client, string operation, string? knowledgeBaseId, Activity? activity) : IDisposable
{
    private readonly long _started = client.Time.GetTimestamp();
    private string? _errorType;

    // An iterator runs each time in the context of its reader: requests are children of this span only where it is current.
    public void Enter()
    {
        if (activity is not null)
        {
            Activity.Current = activity;
        }
    }

    public void Fail(Exception failure)
    {
        _errorType = TagValues.ErrorType(failure);
        activity.Fail(failure);
    }

    public void AddRuns(int count) => activity?.SetTag(TagNames.RunCount, count);

    public void Dispose()
    {
        client.Metrics.AddCall(operation, _errorType, client.Time.GetElapsedTime(_started));
        activity?.SetTag(TagNames.KnowledgeBaseId, knowledgeBaseId is null ? null : client.Redact(knowledgeBaseId)).Dispose();
    }
}
