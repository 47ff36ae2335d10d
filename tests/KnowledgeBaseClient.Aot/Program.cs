using KnowledgeBaseClient.Aot.Checks;

namespace KnowledgeBaseClient.Aot;

/// <summary>
/// Uses the library against the server that the runner has started, and checks each result. Prints one line per check. The exit
/// code is 0 if all checks passed.
/// </summary>
internal static class Program
{
    // The arguments are the address and the API key of the server.
    public static async Task<int> Main(string[] args)
    {
        var server = new Server(new Uri(args[0]), args[1]);
        Check[] checks =
        [
            // First: the first responses of the server are errors.
            .. ErrorChecks.All(server),
            .. ListingChecks.All(server),
            .. WaitingChecks.All(server),
            .. RegistrationChecks.All(server),
        ];
        var failed = 0;
        foreach (var check in checks)
        {
            try
            {
                await check.RunAsync();
                Console.WriteLine($"passed: {check.Name}");
            }
            catch (Exception error)
            {
                failed++;
                Console.WriteLine($"FAILED: {check.Name}: {error}");
            }
        }

        Console.WriteLine($"{checks.Length - failed} checks passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
