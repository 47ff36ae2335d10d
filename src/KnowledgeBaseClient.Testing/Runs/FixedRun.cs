namespace KnowledgeBaseClient.Testing;

// A run that does not change.
internal sealed class FixedRun(string id, RunStatus status, byte[] json) : SimulatedRun
{
    public override string Id => id;

    public override RunStatus? StatusAt(DateTimeOffset now) => status;

    public override byte[] ToJson(DateTimeOffset now) => json;
}
