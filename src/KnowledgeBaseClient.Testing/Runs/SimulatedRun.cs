using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// A run of a simulated knowledge base at any time.
internal abstract class SimulatedRun
{
    public abstract string Id { get; }

    // Null: the service does not list the run at this time.
    public abstract RunStatus? StatusAt(DateTimeOffset now);

    // Called only for a run that is listed. The array is not changed.
    public abstract byte[] ToJson(DateTimeOffset now);

    public Run ToRun(DateTimeOffset now) => JsonSerializer.Deserialize<Run>(ToJson(now), RunJson.SerializerOptions)!;
}
