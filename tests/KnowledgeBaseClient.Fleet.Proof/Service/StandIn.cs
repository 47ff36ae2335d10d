using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Stands in for the service, over HTTP. All knowledge bases have the same runs. Records who sent each request.</summary>
internal sealed partial class StandIn : IAsyncDisposable
{
    // After this number of bytes, the response waits for the client.
    private const int FlushSize = 256 * 1024;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    private StandIn(RunSchedule schedule)
    {
        Schedule = schedule;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(RespondAsync);
    }

    public RunSchedule Schedule { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>The requests so far, in the order in which they came.</summary>
    public IReadOnlyCollection<ReceivedRequest> Requests => _requests;

    public static async Task<StandIn> StartAsync(RunSchedule schedule)
    {
        var service = new StandIn(schedule);
        await service._app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        // A frozen replica may hold a connection open.
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(timeout.Token);
        await _app.DisposeAsync();
    }

    [GeneratedRegex(@"replica-(\d+)/")]
    private static partial Regex ReplicaPattern { get; }

    private async Task RespondAsync(HttpContext context)
    {
        var replica = ReplicaPattern.Match(context.Request.Headers.UserAgent.ToString()).Groups[1].Value;
        _requests.Enqueue(new ReceivedRequest(
            Stopwatch.GetTimestamp(), int.TryParse(replica, CultureInfo.InvariantCulture, out var number) ? number : 0));
        if (!context.Request.Path.Value!.EndsWith("/runs", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/json";
        var body = context.Response.BodyWriter;
        var separator = (byte)'[';
        foreach (var run in Select(context.Request.Query))
        {
            body.GetSpan(1)[0] = separator;
            body.Advance(1);
            separator = (byte)',';
            run.Write(body);
            if (body.UnflushedBytes > FlushSize)
            {
                await body.FlushAsync(context.RequestAborted);
            }
        }

        await context.Response.WriteAsync(separator == '[' ? "[]" : "]", context.RequestAborted);
    }

    private IEnumerable<SimulatedRun> Select(IQueryCollection query)
    {
        var now = Schedule.Now;
        var status = (string?)query["status"];
        var ids = (string?)query["run_ids"];
        var numbers = ids is null
            ? Enumerable.Range(0, Schedule.Count)
            : ids.Split(',').Select(id => ProofRuns.NumberOf(id)).Where(number => number >= 0 && number < Schedule.Count);
        return numbers.Select(number => Schedule.At(number, now)).Where(run => status is null || run.Status.Value == status);
    }
}
