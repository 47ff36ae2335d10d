using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient;

// The request budgets of this process, by name. Thread-safe.
internal sealed class RequestBudgets(FleetMembers members, IServiceProvider provider) : IDisposable
{
    private readonly object _lock = new();
    private readonly Dictionary<string, BudgetLimiter> _limiters = new(StringComparer.Ordinal);

    // Null for a client without a limit.
    public BudgetLimiter? OfClient(string optionsName)
    {
        if (members.OfClient(optionsName) is not { Options.RequestsPerSecond: not null } member)
        {
            return null;
        }

        lock (_lock)
        {
            return _limiters.TryGetValue(member.BudgetName, out var limiter)
                ? limiter
                : _limiters[member.BudgetName] = Create(member.BudgetName);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var limiter in _limiters.Values)
            {
                limiter.Dispose();
            }
        }
    }

    private BudgetLimiter Create(string name)
    {
        // The strictest of the clients that share the budget.
        var sharing = members.All.Where(member => member.BudgetName == name && member.Options.RequestsPerSecond is not null).ToList();
        var settings = new BudgetSettings(
            name,
            sharing.Min(member => member.Options.RequestsPerSecond!.Value),
            sharing.Min(member => member.Options.FallbackAfter));
        var loggers = provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        return new BudgetLimiter(
            settings,
            request => CallGrain(name, request),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            BudgetMetrics.Of(provider.GetService<IMeterFactory>()),
            loggers.CreateLogger(BudgetEvents.Category));
    }

    // Not async, so that a call before the silo has started throws, like one that fails.
    private Task<BudgetGrant> CallGrain(string name, BudgetRequest request)
    {
        if (provider.GetService<SiloFailure>() is { HasOccurred: true })
        {
            throw new FleetUnavailableException("The silo of this process was removed from the cluster, and its host stops.");
        }

        var grains = provider.GetService<IGrainFactory>() ?? throw new FleetUnavailableException(
            "Orleans is not registered. Call UseOrleans for a silo or UseOrleansClient for a client of the cluster.");
        return grains.GetGrain<IBudgetGrain>(name).AskAsync(request);
    }
}
