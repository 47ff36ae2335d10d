namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Approaches to reading runs, as named in the reports.</summary>
internal static class Approach
{
    public const string HandWritten = "hand-written System.Text.Json";
    public const string Library = "this library";
    public const string Refit = "Refit defaults";
    public const string Newtonsoft = "Newtonsoft.Json";
}
