namespace KnowledgeBaseClient.Aot.Checks;

/// <summary>The application's own settings. The generated binder ignores type converters, so the status is a string.</summary>
internal sealed class AlertSettings
{
    public string Status { get; set; } = "failed";
}
