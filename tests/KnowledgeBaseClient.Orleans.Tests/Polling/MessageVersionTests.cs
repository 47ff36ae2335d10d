using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>Silos with different versions of the package understand each other: the messages of a version may have more members.</summary>
public sealed partial class MessageVersionTests
{
    [Test]
    public void PollerRequest_FromANewerVersion_IsUnderstood()
    {
        var session = Guid.NewGuid();
        var bytes = InProcessPollerGrain.Serializer.SerializeToArray(new NewerRequest { Session = session, LastResult = 7, Added = "new" });

        var request = InProcessPollerGrain.Serializer.Deserialize<PollerRequest>(bytes)!;

        Assert.That((request.Session, request.LastResult, request.Added.Count), Is.EqualTo((session, 7L, 0)));
    }

    [Test]
    public void PollMessage_FromAnOlderVersion_HasDefaults()
    {
        var bytes = InProcessPollerGrain.Serializer.SerializeToArray(new OlderPoll { Result = 3, HasSucceeded = true });

        var poll = InProcessPollerGrain.Serializer.Deserialize<PollMessage>(bytes)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((poll.Result, poll.HasSucceeded, poll.StopReason), Is.EqualTo((3L, true, -1)));
            Assert.That(poll.Runs, Is.Empty);
            Assert.That(poll.Ended, Is.Empty);
        }
    }

    [GenerateSerializer]
    internal sealed record NewerRequest
    {
        [Id(0)]
        public Guid Session { get; init; }

        [Id(3)]
        public long LastResult { get; init; }

        [Id(100)]
        public string Added { get; init; } = "";
    }

    [GenerateSerializer]
    internal sealed record OlderPoll
    {
        [Id(0)]
        public long Result { get; init; }

        [Id(12)]
        public bool HasSucceeded { get; init; }
    }
}
