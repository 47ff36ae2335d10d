using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient.Consumers.Configuration;

/// <summary>Lists the runs that the configuration selects.</summary>
internal sealed class Report(IRunsClient client, IOptions<ReportOptions> options)
{
    public async Task<IReadOnlyList<string>> WriteAsync(CancellationToken cancellationToken = default)
    {
        var (settings, lines) = (options.Value, new List<string>());
        await foreach (var run in client.StreamAsync(settings.KnowledgeBaseId, settings.Filter, cancellationToken))
        {
            if (!settings.Hidden.Contains(run.Status))
            {
                lines.Add(run.Status == settings.Highlight ? $"!! {run.Id}: {run.ErrorMessage}" : $"{run.Id}: {run.Status}");
            }
        }

        return lines;
    }
}
