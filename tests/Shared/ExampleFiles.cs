using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient.TestSupport;

// The service's answers, byte for byte: the one that its reference documents, and realistic ones.
internal static class ExampleFiles
{
    public static readonly string[] Names = ["documented", "queued", "running", "completed", "failed", "stopped", "all-statuses"];

    public static byte[] Bytes(string name)
    {
        using var resource = typeof(ExampleFiles).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new ArgumentException($"There is no example {name}.", nameof(name));
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public static List<Run> Runs(string name) => JsonSerializer.Deserialize<List<Run>>(Bytes(name))!;

    // The only run of an example.
    public static Run Run(string name) => Runs(name).Single();
}
