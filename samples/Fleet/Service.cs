using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.Hosting;

namespace Fleet;

/// <summary>The simulated service over HTTP. At the end, it prints how many requests each worker has sent.</summary>
internal static class Service
{
    public static async Task RunAsync(int port)
    {
        using var server = KnowledgeBaseServer.Start(port: port);
        server.Simulator.KnowledgeBase("contracts").UploadScript = _ => RunScript
            .Queued(TimeSpan.FromSeconds(2))
            .Running(over: TimeSpan.FromSeconds(13))
            .Completed();

        // Until Ctrl+C or SIGTERM.
        await Host.CreateApplicationBuilder().Build().RunAsync();

        var listRequests = server.Simulator.Requests.Where(request => !request.IsUpload);
        foreach (var requests in listRequests.GroupBy(WorkerOf).OrderBy(group => group.Key))
        {
            Console.WriteLine($"Requests for runs by {requests.Key}: {requests.Count()}");
        }
    }

    private static string WorkerOf(ReceivedRequest request) => request.Headers["User-Agent"].Split('/', ' ')[0];
}
