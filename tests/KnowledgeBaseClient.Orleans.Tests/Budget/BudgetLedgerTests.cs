using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Budget;

public sealed class BudgetLedgerTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);
    private static readonly Guid Process = Guid.NewGuid();

    private readonly BudgetLedger _ledger = new(TimeSpan.Zero);

    [Test]
    public void Run_OneKnowledgeBaseWithAThousandRequests_DoesNotDelayAnother()
    {
        var many = _ledger.Ask(Request("many", 1_000, rate: 10), Start);
        Run(Start);
        Assert.That(Result(many).Tokens, Is.EqualTo(1));
        _ = _ledger.Ask(Request("many", 999, rate: 10), Start);
        Run(Start);

        var one = _ledger.Ask(Request("one", 1, rate: 10), Start);

        var end = Start + TimeSpan.FromSeconds(0.3);
        RunUntil(end, () => one.IsCompleted, () => _ = _ledger.Ask(Request("many", 999, rate: 10), end));
        Assert.That(Result(one).Tokens, Is.EqualTo(1));
    }

    [Test]
    public void Run_SeveralProcessesOfOneKnowledgeBase_TakeTurns()
    {
        var asks = Enumerable.Range(0, 4)
            .Select(_ => _ledger.Ask(Request("kb", 100, rate: 50) with { ProcessId = Guid.NewGuid() }, Start))
            .ToList();

        Run(Start);

        Assert.That(asks.Select(ask => Result(ask).Tokens), Is.All.EqualTo(1));
    }

    [Test]
    public void Ask_SameProcessAndKnowledgeBase_ReplacesTheHeldCall()
    {
        var first = _ledger.Ask(Request("kb", 5), TimeSpan.Zero);

        var second = _ledger.Ask(Request("kb", 5), TimeSpan.Zero);

        Assert.That(Result(first).Tokens, Is.Zero);
        Assert.That(second.IsCompleted, Is.False);
    }

    [Test]
    public void Run_HeldForTooLong_ReturnsWithoutTokens()
    {
        Run(Start);
        _ledger.Empty(Start);
        var asked = Start + TimeSpan.FromSeconds(0.1);
        var ask = _ledger.Ask(Request("kb", 5, rate: 1), asked);
        _ledger.Empty(asked + TimeSpan.FromSeconds(1.5));

        var end = asked + BudgetLimits.MaxHold;
        RunUntil(end, () => ask.IsCompleted, () => { });

        Assert.That(Result(ask).Tokens, Is.Zero);
        Assert.That(Result(ask).Held, Is.EqualTo(BudgetLimits.MaxHold));
        Assert.That(_ledger.Run(end), Is.Null);
    }

    [Test]
    public void Ask_DifferentRates_UsesTheLowestOfThePastHalfMinute()
    {
        var report = Request("kb", 0, rate: 100);
        _ = _ledger.Ask(report with { ProcessId = Guid.NewGuid(), Rate = 7 }, Start);

        Assert.That(Result(_ledger.Ask(report, Start)), Has.Property("Rate").EqualTo(7).And.Property("Processes").EqualTo(2));
        var later = Start + BudgetLimits.ProcessLease + TimeSpan.FromSeconds(1);
        Assert.That(Result(_ledger.Ask(report, later)), Has.Property("Rate").EqualTo(100).And.Property("Processes").EqualTo(1));
    }

    [Test]
    public void Ask_SpentLocally_CountsInTheWindow()
    {
        _ = _ledger.Ask(Request("", 0, rate: 10) with { SpentLocally = 10 }, Start);
        var ask = _ledger.Ask(Request("kb", 1, rate: 10), Start);

        Run(Start + BudgetLimits.MinWindow - TimeSpan.FromMilliseconds(1));
        Assert.That(ask.IsCompleted, Is.False);
        Run(Start + BudgetLimits.MinWindow);
        Assert.That(Result(ask).Tokens, Is.EqualTo(1));
    }

    [Test]
    public void Ask_NoTokenSince_IsGrantedAtOnce()
    {
        for (var second = 0; second < 5; second++)
        {
            var now = Start + TimeSpan.FromSeconds(second);
            var ask = _ledger.Ask(Request("kb", 1, rate: 20), now);
            Run(now);
            Assert.That(Result(ask).Tokens, Is.EqualTo(1));
            Assert.That(Result(ask).Held, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    public void Ask_SlowProcess_LengthensTheLifetimeWithinLimits()
    {
        var request = Request("kb", 0);

        Assert.That(Result(_ledger.Ask(request, Start)).Lifetime, Is.EqualTo(BudgetLimits.MinLifetime));
        Assert.That(
            Result(_ledger.Ask(request with { Delay = TimeSpan.FromSeconds(0.4) }, Start)).Lifetime,
            Is.EqualTo(TimeSpan.FromSeconds(0.6)));
        Assert.That(
            Result(_ledger.Ask(request with { Delay = TimeSpan.FromSeconds(60) }, Start)).Lifetime, Is.EqualTo(BudgetLimits.MaxLifetime));
    }

    private static BudgetRequest Request(string knowledgeBase, int count, int rate = 50) =>
        new() { ProcessId = Process, KnowledgeBaseId = knowledgeBase, Count = count, Rate = rate };

    // Does not block if a token is missing.
    private static BudgetGrant Result(Task<BudgetGrant> grant)
    {
        Assert.That(grant.IsCompleted, "The call is held.");
        return grant.GetAwaiter().GetResult();
    }

    private void Run(TimeSpan now) => _ledger.Run(now);

    private void RunUntil(TimeSpan end, Func<bool> isDone, Action askAgain)
    {
        for (var now = Start; now <= end && !isDone();)
        {
            now += _ledger.Run(now) ?? TimeSpan.FromMilliseconds(10);
            askAgain();
        }
    }
}
