using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// A run of a simulated knowledge base at any time.
internal abstract class SimulatedRun
{
    public abstract string Id { get; }

    // When the first event of the run happened. Set by the knowledge base for a run that has no script.
    public virtual DateTimeOffset Since { get; set; }

    // Null: the service does not list the run at this time.
    public abstract RunStatus? StatusAt(DateTimeOffset now);

    // Called only for a run that is listed. The array is not changed.
    public abstract byte[] ToJson(DateTimeOffset now);

    // When the next event of the run happens; null if none does.
    public virtual DateTimeOffset? NextEvent(DateTimeOffset after) => null;

    public Run ToRun(DateTimeOffset now) => JsonSerializer.Deserialize<Run>(ToJson(now), RunJson.SerializerOptions)!;
}
