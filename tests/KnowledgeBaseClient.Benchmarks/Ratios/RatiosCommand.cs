namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// This library beside other ways to read the runs, end to end against a server in another process: as ratios, because the times of one machine say
/// nothing of another's.
/// </summary>
internal static class RatiosCommand
{
    private static readonly (RunsSize Size, double WarmUpSeconds, double Seconds)[] Plan =
        [(RunsSize.Small, 1, 12), (RunsSize.Medium, 1, 30), (RunsSize.Large, 0.1, 65)];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            Console.Error.WriteLine("usage: ratios");
            return 2;
        }

        using var server = await ServerProcess.StartAsync();
        using var clients = new Clients(server.Address);
        var measured = new List<Contender>();
        foreach (var (size, warmUp, seconds) in Plan)
        {
            await using var contenders = new Contenders(clients, size);
            await Console.Error.WriteLineAsync($"measuring {size.Name} ...");
            await Rounds.MeasureAsync(contenders.All, TimeSpan.FromSeconds(warmUp), TimeSpan.FromSeconds(seconds));
            measured.AddRange(contenders.All);
        }

        RatiosReport.Write(measured);
        return 0;
    }
}
