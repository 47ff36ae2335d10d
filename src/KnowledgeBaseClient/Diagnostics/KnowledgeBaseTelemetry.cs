namespace KnowledgeBaseClient;

/// <summary>The names by which OpenTelemetry, or any other listener, subscribes to the traces and metrics of the client.</summary>
public static class KnowledgeBaseTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>, for <c>AddSource</c>.</summary>
    public const string SourceName = "KnowledgeBaseClient";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>, for <c>AddMeter</c>.</summary>
    public const string MeterName = "KnowledgeBaseClient";
}
