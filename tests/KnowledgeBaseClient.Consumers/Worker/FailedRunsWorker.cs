using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>Opens a ticket for every run that fails, also for those that fail while this worker is not running.</summary>
internal sealed class FailedRunsWorker(
    IRunsClient client, ITickets tickets, IPosition position, TimeProvider timeProvider, IOptions<FailedRunsOptions> options)
    : BackgroundService
{
    // A run can be listed late, after another one that finished later.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await position.LoadAsync(stoppingToken) is not { } since)
        {
            // Saved immediately: otherwise a restart before the first finished run would skip runs.
            since = timeProvider.GetUtcNow();
            await position.SaveAsync(since, stoppingToken);
        }

        var watch = new WatchOptions
        {
            IncludeExisting = false,
            EndedSince = since - Overlap,
            OutageTimeout = Timeout.InfiniteTimeSpan,
        };
        await foreach (var change in client.WatchAsync(options.Value.KnowledgeBaseId, watch, stoppingToken))
        {
            if (change.Kind == RunChangeKind.Failed)
            {
                await OpenTicketAsync(change, stoppingToken);
            }

            // After the ticket: if the worker stops in between, it handles the run again instead of never.
            if (change.Current.FinishedAt is { } finished && finished > since)
            {
                since = finished;
                await position.SaveAsync(since, stoppingToken);
            }
        }
    }

    private async Task OpenTicketAsync(RunChange change, CancellationToken cancellationToken)
    {
        // A change holds a summary. The reason is in the whole run.
        var run = await client.FindAsync(options.Value.KnowledgeBaseId, change.Current.Id, cancellationToken);
        await tickets.OpenAsync(
            new Ticket(change.Current.Id, run?.ErrorMessage ?? "no error given", change.IsInitial), cancellationToken);
    }
}
