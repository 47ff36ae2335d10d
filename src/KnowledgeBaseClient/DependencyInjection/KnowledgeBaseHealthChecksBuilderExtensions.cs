using KnowledgeBaseClient;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of a knowledge base.</summary>
public static class KnowledgeBaseHealthChecksBuilderExtensions
{
    /// <summary>The name of the check, unless another one is given.</summary>
    private const string DefaultName = "knowledge_base";

    /// <summary>Adds a health check of a knowledge base, with the registered <see cref="IRunsClient"/>.</summary>
    /// <param name="builder">The builder of <c>AddHealthChecks()</c>.</param>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="configure">Sets the options, such as the service key of a keyed client; null for the defaults.</param>
    /// <param name="name">The name of the check; null for <c>knowledge_base</c>. Two checks need different names.</param>
    /// <param name="failureStatus">The status of a failed check; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags of the check, to filter by; null for none.</param>
    /// <param name="timeout">How long the check may take; null for no limit besides those of the client.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Healthy: the service responds, and no poll has failed. Degraded: a rate limit, a slow response, or polls that have failed for less
    /// than <see cref="KnowledgeBaseHealthCheckOptions.OutageTimeout"/>. Unhealthy: the API key is rejected, the knowledge base is unknown,
    /// the service does not respond or fails, or polls have failed for longer.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="knowledgeBaseId"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is not a valid id.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time in the options is negative.</exception>
    public static IHealthChecksBuilder AddKnowledgeBaseClient(
        this IHealthChecksBuilder builder,
        string knowledgeBaseId,
        Action<KnowledgeBaseHealthCheckOptions>? configure = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Identifier.Check(knowledgeBaseId, nameof(knowledgeBaseId), "knowledge base id");
        var options = new KnowledgeBaseHealthCheckOptions();
        configure?.Invoke(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DegradedAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.OutageTimeout, TimeSpan.Zero);
        options = options.Clone();
        return builder.Add(new HealthCheckRegistration(
            name ?? DefaultName,
            services => new KnowledgeBaseHealthCheck(
                options.ServiceKey is null
                    ? services.GetRequiredService<IRunsClient>()
                    : services.GetRequiredKeyedService<IRunsClient>(options.ServiceKey),
                knowledgeBaseId,
                options,
                services.GetService<TimeProvider>() ?? TimeProvider.System),
            failureStatus,
            tags,
            timeout));
    }
}
