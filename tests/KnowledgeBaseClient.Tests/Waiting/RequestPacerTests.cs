using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class RequestPacerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TestClock _clock = new();
    private readonly RequestPacer _pacer;

    public RequestPacerTests() => _pacer = new RequestPacer(_clock);

    [Test]
    public void IsActive_NothingRefused_IsFalse()
    {
        CompletePoll(false);

        Assert.That(_pacer.IsActive, Is.False);
    }

    [TestCase(1, 10, ExpectedResult = 100)]
    [TestCase(2, 10, ExpectedResult = 200)]
    [TestCase(3, 10, ExpectedResult = 400)]
    [TestCase(20, 10, ExpectedResult = 2_000)]
    [TestCase(1, 10_000, ExpectedResult = 10)]
    [TestCase(1, 0, ExpectedResult = 1_000)]
    public async Task<double> WaitAsync_RequestsRefused_SpreadsThemOverTheIntervalAndDoubles(int times, int requests)
    {
        for (var time = 0; time < times; time++)
        {
            CompletePoll(true, requests);
        }

        return await SpacingAsync();
    }

    [Test]
    public async Task WaitAsync_NothingRefusedAnyMore_ShrinksSlowlyUntilInactive()
    {
        CompletePoll(true, 10);
        CompletePoll(false, 10);
        var spacing = await SpacingAsync();
        for (var time = 0; time < 30; time++)
        {
            CompletePoll(false, 10);
        }

        Assert.That(spacing, Is.EqualTo(90));
        Assert.That(_pacer.IsActive, Is.False);
    }

    private void CompletePoll(bool wasRateLimited, int requests = 1) => _pacer.CompletePoll(wasRateLimited, requests, Interval);

    private async Task<double> SpacingAsync()
    {
        var delay = _pacer.WaitAsync(CancellationToken.None);
        var armed = await _clock.ArmedAsync(_ => true);
        _clock.Advance(armed);
        await delay.OrTimeout();
        return armed.TotalMilliseconds;
    }
}
