using Newtonsoft.Json.Linq;

namespace KnowledgeBaseClient.Benchmarks;

internal sealed record NewtonsoftProgressDetails
{
    public List<string>? ExecutedNodes { get; set; }

    public List<string>? RunningNodes { get; set; }

    public List<string>? RemainingNodes { get; set; }

    public List<string>? SkippedNodes { get; set; }

    public List<string>? ErrorHandlerNodes { get; set; }

    public JToken? PerNodeProgress { get; set; }

    public JToken? PerEdgeProgress { get; set; }

    public int TotalProgress { get; set; }
}
