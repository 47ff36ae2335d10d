using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>Response bodies of the service: the example in its API reference, and realistic ones.</summary>
internal static class ExampleFiles
{
    public static readonly string[] Names = ["documented", "queued", "running", "completed", "failed", "stopped", "all-statuses"];

    public static byte[] Bytes(string name)
    {
        using var resource = typeof(ExampleFiles).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new ArgumentException($"There is no example named {name}.", nameof(name));
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public static List<Run> Runs(string name) => JsonSerializer.Deserialize<List<Run>>(Bytes(name))!;

    /// <summary>The run of an example that contains exactly one.</summary>
    public static Run Run(string name) => Runs(name).Single();
}
