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

    // As the default serializer of Orleans has stored it: never change these texts.
    private const string StoredShard = """
        {"$id":"1","$type":"KnowledgeBaseClient.WaitShardState, KnowledgeBaseClient.Orleans",
        "Waits":{
        "$type":"System.Collections.Generic.List`1[[KnowledgeBaseClient.WaitEntry, KnowledgeBaseClient.Orleans]], System.Private.CoreLib",
        "$values":[
        {"$id":"2","$type":"KnowledgeBaseClient.WaitEntry, KnowledgeBaseClient.Orleans",
        "Id":"wait-1","RunIds":{"$type":"System.String[], System.Private.CoreLib",
        "$values":["run-1","run-2"]},"Handler":"handler",
        "State":"state","RegisteredAt":1,"Deadline":2,"MissingGrace":3,"Attempt":4,"Failures":5,"NextAttemptAt":6,
        "LastError":"error","IsDeadLetter":true,"IsHandlerAtWork":true}]}}
        """;

    private const string StoredIndex = """
        {"$id":"1","$type":"KnowledgeBaseClient.WaitIndexState, KnowledgeBaseClient.Orleans",
        "Shards":{
        "$type":"System.Collections.Generic.List`1[[System.String, System.Private.CoreLib]], System.Private.CoreLib",
        "$values":["default/0/kb-1","default/15/kb/2"]}}
        """;

    [Test]
    public void OrleansJson_StoredShard_IsRead() => AssertFull(Read<WaitShardState>(StoredShard).Waits.Single());

    [Test]
    public void OrleansJson_StoredShardWithoutLaterMembers_IsRead()
    {
        var stored = StoredShard.Replace(",\"IsHandlerAtWork\":true", "", StringComparison.Ordinal);
        Assert.That(Read<WaitShardState>(stored).Waits.Single().IsHandlerAtWork, Is.False);
    }

    [Test]
    public void OrleansJson_StoredIndex_IsRead() =>
        Assert.That(Read<WaitIndexState>(StoredIndex).Shards, Is.EqualTo((string[])["default/0/kb-1", "default/15/kb/2"]));

    // Another version that is still running reads what this one writes.
    [Test]
    public void OrleansJson_Shard_IsWrittenAsStored()
    {
        var json = Newtonsoft.Json.JsonConvert.SerializeObject(new WaitShardState { Waits = [Full()] }, Settings());
        Assert.That(
            Newtonsoft.Json.Linq.JToken.DeepEquals(Newtonsoft.Json.Linq.JToken.Parse(json), Newtonsoft.Json.Linq.JToken.Parse(StoredShard)),
            Is.True,
            json);
    }

    [Test]
    public void Newtonsoft_MembersOfAnotherVersion_AreTolerated() =>
        AssertTolerated(Newtonsoft.Json.JsonConvert.DeserializeObject<WaitShardState>(OtherVersion)!);

    [Test]
    public void SystemTextJson_MembersOfAnotherVersion_AreTolerated() =>
        AssertTolerated(System.Text.Json.JsonSerializer.Deserialize<WaitShardState>(OtherVersion)!);

    [Test]
    public void OrleansJson_AllMembers_AreKept()
    {
        var settings = Settings();
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
        IsHandlerAtWork = true,
    };

    private static T Read<T>(string json) => Newtonsoft.Json.JsonConvert.DeserializeObject<T>(json, Settings())!;

    private static Newtonsoft.Json.JsonSerializerSettings Settings()
    {
        // Never started: only its serializer is used.
        using var host = new HostBuilder().UseOrleansClient(static client => client.UseLocalhostClustering()).Build();
        return OrleansJsonSerializerSettings.GetDefaultSerializerSettings(host.Services);
    }

    private static void AssertFull(WaitEntry? entry) => Assert.That(ObjectText.Of(entry), Is.EqualTo(ObjectText.Of(Full())));

    private static void AssertTolerated(WaitShardState state)
    {
        var entry = state.Waits.Single();
        Assert.That((entry.Id, entry.RunIds.Single(), entry.Deadline, entry.Attempt), Is.EqualTo(("wait-1", "run-1", (long?)null, 0)));
    }
}
