using Microsoft.Extensions.Configuration;

namespace KnowledgeBaseClient;

// Finds misspelled entries of a configuration section, which the binder ignores.
internal static class SettingNames
{
    private static readonly string[] ClientNames =
    [
        nameof(KnowledgeBaseClientOptions.ApiKey),
        nameof(KnowledgeBaseClientOptions.BaseAddress),
        nameof(KnowledgeBaseClientOptions.AttemptTimeout),
        nameof(KnowledgeBaseClientOptions.TotalTimeout),
        nameof(KnowledgeBaseClientOptions.MaxRetries),
        nameof(KnowledgeBaseClientOptions.MaxRetryDelay),
        nameof(KnowledgeBaseClientOptions.MaxRunIdsPerRequest),
        nameof(KnowledgeBaseClientOptions.MaxResponseBytes),
        nameof(KnowledgeBaseClientOptions.ApplicationName),
        nameof(KnowledgeBaseClientOptions.AllowInsecureHttp),
        nameof(KnowledgeBaseClientOptions.Polling),
    ];

    private static readonly string[] PollingNames =
    [
        nameof(PollingOptions.InitialInterval),
        nameof(PollingOptions.MaxInterval),
        nameof(PollingOptions.MaxConcurrentRequests),
        nameof(PollingOptions.MaxEventStreams),
    ];

    // Beyond this, a suggestion would be arbitrary.
    private const double MaxDifference = 0.6;

    public static IEnumerable<UnknownSetting> FindUnknown(IConfiguration section) =>
        FindUnknown(section, ClientNames)
            .Concat(FindUnknown(section.GetSection(nameof(KnowledgeBaseClientOptions.Polling)), PollingNames));

    private static IEnumerable<UnknownSetting> FindUnknown(IConfiguration section, string[] names) =>
        from entry in section.GetChildren()
        where !names.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)
        let nearest = names.MinBy(name => Difference(name, entry.Key))
        select new UnknownSetting(entry.Path, Difference(nearest, entry.Key) <= MaxDifference ? nearest : null);

    // From 0 for the same name to 1 for nothing in common.
    private static double Difference(string name, string other) => (double)Distance(name, other) / Math.Max(name.Length, other.Length);

    // Levenshtein: the number of characters to insert, delete or replace. Letter case does not matter.
    private static int Distance(string name, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= name.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(name[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
