using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class RunBoardTests
{
    [Test]
    public void IsEmpty_AllRunsOfAReaderHaveEndedAndHeHasNotTakenThem_IsTrue()
    {
        var never = Timeout.InfiniteTimeSpan;
        var terms = new SubscriptionTerms(["a", "b"], IsWait: true, HasUntil: false, IncludeExisting: true, 5, never, never, new PollingOptions());
        var board = new RunBoard();
        board.Add(new Subscription("kb", terms, TimeProvider.System));

        board.Apply(RoundWith("a"), TimeSpan.Zero);
        var withOneOpen = board.IsEmpty;
        board.Apply(RoundWith("b"), TimeSpan.Zero);

        Assert.That((withOneOpen, board.IsEmpty), Is.EqualTo((false, true)));
    }

    private static PollRound RoundWith(string id)
    {
        var run = new Run { Id = id, Status = RunStatus.Completed };
        var round = new PollRound(1, [id], everything: false, maxConcurrent: 1);
        round.Answered([new PolledRun(run, run)]);
        return round;
    }
}
