using System.Globalization;

namespace KnowledgeBaseClient.Aot.Runner;

/// <summary>Runs the checks of KnowledgeBaseClient.Aot.</summary>
internal static class ProgramChecks
{
    public static async Task<int> RunAsync(MeasuredProgram program)
    {
        using var server = Scenario.Start();
        var (exitCode, peakMemory, output) = await program.RunAsync(
            new Dictionary<string, string>(), $"{server.BaseAddress}", server.ApiKey);

        Console.Write(output);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{program.Name}: {program.Size:F1} MB, peak memory {peakMemory:F1} MB"));
        return exitCode;
    }
}
