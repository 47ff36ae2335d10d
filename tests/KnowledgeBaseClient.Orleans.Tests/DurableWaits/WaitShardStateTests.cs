using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Orleans.Serialization;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// Databases contain what other versions have stored.
public sealed class WaitShardStateTests
{
    private const string OtherVersion = """
        {"Waits":[{"Id":"wait-1","RunIds":["run-1"],"Handler":"handler","Future":{"x":1}}],"Other":[1]}
        """;

    [Test]
    public void Newtonsoft_MembersOfAnotherVersion_AreTolerated() =>
        AssertTolerated(Newtonsoft.Json.JsonConvert.DeserializeObject<WaitShardState>(OtherVersion)!);

    [Test]
    public void SystemTextJson_MembersOfAnotherVersion_AreTolerated() =>
        AssertTolerated(System.Text.Json.JsonSerializer.Deserialize<WaitShardState>(OtherVersion)!);

    [Test]
    public void OrleansJson_AllMembers_AreKept()
    {
        // Never started: only its serializer is used.
        using var host = new HostBuilder().UseOrleansClient(static client => client.UseLocalhostClustering()).Build();
        var settings = OrleansJsonSerializerSettings.GetDefaultSerializerSettings(host.Services);
        var stored = new WaitShardState { Waits = [Full(), new WaitEntry { Id = "wait-2" }] };
        var json = Newtonsoft.Json.JsonConvert.SerializeObject(stored, settings);

        var state = Newtonsoft.Json.JsonConvert.DeserializeObject<WaitShardState>(json, settings)!;

        AssertFull(state.Waits[0]);
        Assert.That(state.Waits[1].RunIds, Is.Empty);
    }

    [Test]
    public void Orleans_AllMembers_AreKept()
    {
        using var provider = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = provider.GetRequiredService<Serializer>();
        AssertFull(serializer.Deserialize<WaitEntry>(serializer.SerializeToArray(Full())));
    }

    private static WaitEntry Full() => new()
    {
        Id = "wait-1",
        RunIds = ["run-1", "run-2"],
        Handler = "handler",
        State = "state",
        RegisteredAt = 1,
        Deadline = 2,
        MissingGrace = 3,
        Attempt = 4,
        Failures = 5,
        NextAttemptAt = 6,
        LastError = "error",
        IsDeadLetter = true,
    };

    private static void AssertFull(WaitEntry? entry) => Assert.That(ObjectText.Of(entry), Is.EqualTo(ObjectText.Of(Full())));

    private static void AssertTolerated(WaitShardState state)
    {
        var entry = state.Waits.Single();
        Assert.That((entry.Id, entry.RunIds.Single(), entry.Deadline, entry.Attempt), Is.EqualTo(("wait-1", "run-1", (long?)null, 0)));
    }
}
