using KnowledgeBaseClient.TestSupport;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Runs the server: writes its base address to standard output and stops when standard input is closed.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static async Task<int> RunAsync()
    {
        await using var server = new LoopbackServer(new PreparedResponses().Respond);
        Console.WriteLine(server.BaseAddress);

        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        return 0;
    }
}
