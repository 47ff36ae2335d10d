namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Compares this library with other approaches to reading runs, end to end against a server in another process. The results are ratios,
/// because absolute times are not comparable between machines.
/// </summary>
internal static class RatiosCommand
{
    private static readonly (RunsSize Size, double WarmUpSeconds, double Seconds)[] Plan =
        [(RunsSize.Small, 1, 12), (RunsSize.Medium, 1, 30), (RunsSize.Large, 0.1, 65)];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            Console.Error.WriteLine("Usage: ratios");
            return 2;
        }

        using var server = await ServerProcess.StartAsync();
        using var clients = new Clients(server.Address);
        var measured = new List<Contender>();
        foreach (var (size, warmUp, seconds) in Plan)
        {
            await using var contenders = new Contenders(clients, size);
            await Console.Error.WriteLineAsync($"Measuring {size.Name} ...");
            await Rounds.MeasureAsync(contenders.All, TimeSpan.FromSeconds(warmUp), TimeSpan.FromSeconds(seconds));
            measured.AddRange(contenders.All);
        }

        RatiosReport.Write(measured);
        return 0;
    }
}
