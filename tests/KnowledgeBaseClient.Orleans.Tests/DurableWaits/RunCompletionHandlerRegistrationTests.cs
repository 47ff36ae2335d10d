using KnowledgeBaseClient.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class RunCompletionHandlerRegistrationTests
{
    [Test]
    public void Add_SameHandlerTwice_RegistersItOnce()
    {
        var services = new ServiceCollection()
            .AddRunCompletionHandler<RecordingHandler>("handler")
            .AddRunCompletionHandler<RecordingHandler>("handler");
        Assert.That(services.Count(service => service.ImplementationInstance is RunCompletionHandlerRegistration), Is.EqualTo(1));
    }

    [Test]
    public void Add_OtherHandlerWithSameName_Throws()
    {
        var services = new ServiceCollection().AddRunCompletionHandler<RecordingHandler>("handler");
        var failure = Assert.Throws<ArgumentException>(() => services.AddRunCompletionHandler<OtherHandler>("handler"));
        Assert.That(failure?.Message, Does.Contain("has the name \"handler\" already"));
    }

    [Test]
    public void Add_EmptyName_Throws() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddRunCompletionHandler<RecordingHandler>(" "));

    [Test]
    public void DurableWaits_WithoutOrleans_SaysWhatToCall()
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(options => options.ApiKey = "fake-api-key-for-tests-only").AddFleet();
        using var provider = services.BuildServiceProvider();
        var failure = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IDurableWaits>());
        Assert.That(failure?.Message, Does.Contain("UseOrleansClient"));
    }

    private sealed class OtherHandler : IRunCompletionHandler
    {
        public Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
