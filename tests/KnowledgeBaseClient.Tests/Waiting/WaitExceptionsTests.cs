using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>The messages of the exceptions that end a wait.</summary>
public sealed class WaitExceptionsTests
{
    [TestCase(1, "the run r1")]
    [TestCase(2, "the runs r1, r2")]
    [TestCase(3, "the runs r1, r2, r3")]
    [TestCase(4, "4 runs (among them r1, r2, r3)")]
    public void Message_OneToFourRuns_NamesAtMostThree(int count, string names)
    {
        var ids = Enumerable.Range(1, count).Select(number => $"r{number}").ToList();
        var limit = TimeSpan.FromSeconds(90);

        Assert.That(WaitExceptions.NotFound("kb", ids, limit, ["other"], []).Message, Is.EqualTo(
            $"The knowledge base kb has not listed {names} for 00:01:30, the MissingGrace: check the id, and that the run belongs to this knowledge base."));
        Assert.That(WaitExceptions.Stalled("kb", limit, ids, []).Message, Is.EqualTo(
            $"Nothing has changed about {names} of the knowledge base kb for 00:01:30, the StallTimeout. See LastSeen, and ask the service whether it still works on it."));
        Assert.That(WaitExceptions.TimedOut("kb", limit, ids, []).Message, Is.EqualTo(
            $"Not done within 00:01:30, the Timeout: {names} of the knowledge base kb. What is pending goes on: wait again for it."));
    }

    [Test]
    public void Message_PollsFailed_ContainsCountAndLastFailure()
    {
        var failure = WaitExceptions.PollsFailed("kb", 6, new HttpRequestException("Connection refused."), ["a"], []);

        Assert.That(failure.Message, Is.EqualTo("6 polls in a row of the knowledge base kb have failed. The last failure: Connection refused."));
    }
}
