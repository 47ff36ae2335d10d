using Serilog;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>Logs runs with Serilog: one line for a person, or the whole run as structured data.</summary>
internal sealed class RunLog(ILogger logger)
{
    public void Finished(Run run) => logger.Information("{Run}", run);

    public void Failed(Run run) => logger.Error("Run {RunId} failed: {@Run}", run.Id, run);

    public void Changed(RunChange change) => logger.Information("{@Change}", change);
}
