namespace KnowledgeBaseClient.Tests.Cluster;

internal sealed class RecordingHandler(HandlerCalls calls) : IRunCompletionHandler
{
    public Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken) =>
        calls.CallAsync(completion, cancellationToken);
}
