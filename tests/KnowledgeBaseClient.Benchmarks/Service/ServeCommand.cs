namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The server's process: it says on which port it listens and ends with the process that started it.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static async Task<int> RunAsync()
    {
        using var server = new RunsServer();
        Console.WriteLine(server.Port);

        await using var input = Console.OpenStandardInput();
        var closed = Task.Run(() => input.CopyToAsync(Stream.Null));
        return await Task.WhenAny(closed, server.AcceptAsync()) == closed ? 0 : 1;
    }
}
