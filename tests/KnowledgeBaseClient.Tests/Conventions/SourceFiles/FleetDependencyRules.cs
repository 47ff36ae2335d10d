namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>Which folder of the fleet may use which. What is in the root is for all of them.</summary>
internal static class FleetDependencyRules
{
    private const string Root = "";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Root] = [],
        ["Diagnostics"] = [Root],
        ["Storage"] = [Root, "Diagnostics"],
        ["Hosting"] = [Root, "Diagnostics", "Storage"],
        ["Polling"] = [Root, "Diagnostics", "Hosting"],
        ["DurableWaits"] = [Root, "Diagnostics", "Hosting"],
        ["Budget"] = [Root, "Diagnostics", "Hosting"],
        ["DependencyInjection"] = [Root, "Diagnostics", "Storage", "Hosting", "Polling", "DurableWaits", "Budget"],
    };

    /// <summary>The violations among these uses of the fleet's types by the fleet, one line for each.</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<TypeUse> uses) =>
    [
        .. uses
            .Where(use => use.Declaration is not null)
            .Select(use => (Use: use, From: TopFolder(use.File), To: TopFolder(use.Declaration!)))
            .Where(use => use.From != use.To && !(Allowed.TryGetValue(use.From, out var allowed) && allowed.Contains(use.To)))
            .Select(use => $"{use.Use}: {Name(use.From)} must not use {Name(use.To)}"),
    ];

    private static string TopFolder(SourceFile file) => file.Folder.Split('/')[0];

    private static string Name(string folder) => folder == Root ? "the root" : folder;
}
