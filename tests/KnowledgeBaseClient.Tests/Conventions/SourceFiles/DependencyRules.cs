namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>Which folder of the library may use which. Dependencies point one way, from the facade down to the models.</summary>
internal static class DependencyRules
{
    private const string Facade = "";

    // facade → Waiting, Uploading → Events → Listing → Http → Json → Models. Errors, Diagnostics and Options are beside that line.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Facade] = ["Uploading", "Waiting", "Events", "Listing", "Http", "Json", "Models", "Options", "Errors", "Diagnostics"],
        ["DependencyInjection"] =
        [
            Facade, "HealthChecks", "Uploading", "Waiting", "Events", "Listing", "Http", "Json", "Models", "Options", "Errors",
            "Diagnostics",
        ],
        ["HealthChecks"] = [Facade, "Errors", "Diagnostics"],
        ["Uploading"] = ["Listing", "Http", "Json", "Models", "Options", "Errors", "Diagnostics"],
        ["Waiting"] = ["Events", "Listing", "Http", "Json", "Models", "Options", "Errors", "Diagnostics"],
        ["Events"] = ["Listing", "Http", "Json", "Models", "Options", "Errors", "Diagnostics"],
        ["Listing"] = ["Http", "Json", "Models", "Options", "Errors", "Diagnostics"],
        ["Http"] = ["Json", "Models", "Options", "Errors", "Diagnostics"],
        ["Json"] = ["Models", "Errors", "Diagnostics"],
        ["Options"] = ["Models"],
        ["Diagnostics"] = ["Models", "Options", "Errors"],
        ["Models"] = ["Errors"],
        ["Errors"] = ["Options", "Models"],
    };

    private static readonly string[] KeyHolders = ["ApiKeySource", "ApiKeyHandler"];

    private static readonly string[] KeyOptions = ["KnowledgeBaseClientOptions.ApiKey", "KnowledgeBaseClientOptions.ApiKeyProvider"];

    /// <summary>The violations among these uses, one line for each.</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<TypeUse> uses) =>
    [
        .. uses
            .SelectMany(use => Broken(use).Select(rule => (Use: use, Rule: rule)))
            .GroupBy(violation => (violation.Use.File, violation.Use.Line, violation.Rule))
            .Select(places => $"{places.Last().Use}: {places.Key.Rule}"),
    ];

    private static IEnumerable<string> Broken(TypeUse use)
    {
        var from = TopFolder(use.File);
        if (!Allowed.TryGetValue(from, out var allowed))
        {
            yield return $"DependencyRules has no rule for the folder {from}";
        }
        else if (use.Declaration is { } declaration
            && TopFolder(declaration) is var to && to != from && !allowed.Contains(to)
            && !IsConverterOfModel(use))
        {
            yield return $"{Name(from)} must not use {Name(to)}";
        }

        if (use.RootNamespace == "Refit" && from != "Http")
        {
            yield return "only Http uses Refit";
        }

        if (use.RootNamespace == "Polly" && use.File.Folder != "Http/Retry" && !IsRejectionByPolly(use))
        {
            yield return "only Http/Retry uses Polly";
        }

        if (KeyHolders.Contains(use.TypeName) && use.Declaration is not null && !MayHoldKey(use.File))
        {
            yield return "only Http/ApiKey, ClientServices and DependencyInjection use the types that hold the API key";
        }

        if (KeyOptions.Contains(use.Name)
            && use.Place is not (UsePlace.NameOf or UsePlace.AssignmentTarget)
            && use.File.Folder is not ("Options" or "Http/ApiKey"))
        {
            yield return "only Options and Http/ApiKey read the API key";
        }
    }

    // Each model names its converter in an attribute, so that it is serialized the same way under all options of System.Text.Json.
    private static bool IsConverterOfModel(TypeUse use) =>
        use is { Place: UsePlace.Attribute, TypeName: "KnowledgeBaseJsonConverter" } && TopFolder(use.File) == "Models";

    // Handlers of the application may use Polly, too. Its exceptions are translated like others, so that callers need not know Polly.
    private static bool IsRejectionByPolly(TypeUse use) =>
        use is { File.Path: "Http/Failures/ExceptionTranslator.cs", Name: "Polly" or "ExecutionRejectedException" };

    private static bool MayHoldKey(SourceFile file) =>
        file.Folder is "Http/ApiKey" or "DependencyInjection" || file.Path == "Http/ClientServices.cs";

    private static string TopFolder(SourceFile file) => file.Folder.Split('/')[0];

    private static string Name(string folder) => folder == Facade ? "the facade" : folder;
}
