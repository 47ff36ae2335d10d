using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Budget;

public sealed class BudgetRegistrationTests
{
    [Test]
    public void OfClient_NoRate_HasNoBudget()
    {
        using var services = Services(builder => builder.AddFleet());

        Assert.That(services.GetRequiredService<RequestBudgets>().OfClient(""), Is.Null);
    }

    [Test]
    public void OfClient_SameBudgetName_IsShared()
    {
        var collection = new ServiceCollection();
        foreach (var key in new[] { "a", "b", "c" })
        {
            collection.AddKeyedKnowledgeBaseClient(key, options => options.ApiKey = TestClients.Key)
                .AddFleet(fleet => (fleet.RequestsPerSecond, fleet.BudgetName) = (10, key == "c" ? null : "shared"));
        }

        using var services = collection.BuildServiceProvider();
        var budgets = services.GetRequiredService<RequestBudgets>();

        Assert.That(budgets.OfClient("a"), Is.Not.Null.And.SameAs(budgets.OfClient("b")).And.Not.SameAs(budgets.OfClient("c")));
    }

    [Test]
    public async Task List_ClusterIsOutOfReach_IsLimitedByTheProcessItself()
    {
        await using var services = Services(builder => builder.AddFleet(fleet =>
        {
            (fleet.RequestsPerSecond, fleet.FallbackAfter) = (1, TimeSpan.Zero);
        }));
        var delays = new ConcurrentQueue<double>();
        using var listener = DelaysOf(services.GetRequiredService<IMeterFactory>(), delays);

        await services.GetRequiredService<IRunsClient>().ListAsync("kb").OrTimeout();

        Assert.That(delays, Has.Exactly(1).Items.And.All.GreaterThan(1));
    }

    [Test]
    public async Task List_CanceledWhileItWaits_EndsAtOnce()
    {
        await using var services = Services(builder => builder.AddFleet(fleet => fleet.RequestsPerSecond = 1));
        using var cancellation = new CancellationTokenSource();
        var listing = services.GetRequiredService<IRunsClient>().ListAsync("kb", cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        Assert.That(async () => await listing.OrTimeout(), Throws.InstanceOf<OperationCanceledException>());
    }

    private static ServiceProvider Services(Action<IHttpClientBuilder> configure)
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton(UnreachableGrains.Create());
        configure(services.AddKnowledgeBaseClient());
        var simulator = new KnowledgeBaseSimulator();
        simulator.KnowledgeBase("kb");
        return services.AddKnowledgeBaseSimulator(simulator).BuildServiceProvider();
    }

    private static MeterListener DelaysOf(IMeterFactory factory, ConcurrentQueue<double> delays)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, published) =>
            {
                if (instrument.Name == "knowledge_base.budget.delay" && instrument.Meter.Scope == factory)
                {
                    published.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, delay, _, _) => delays.Enqueue(delay));
        listener.Start();
        return listener;
    }
}
