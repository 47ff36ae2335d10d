namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Ways to read the runs.</summary>
internal static class Way
{
    public const string HandWritten = "System.Text.Json by hand";
    public const string Library = "this library";
    public const string Refit = "Refit's defaults";
    public const string Newtonsoft = "Newtonsoft.Json";
}
