using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>The worker runs in the generic host, with the client from the container, on a fake clock.</summary>
[CancelAfter(60_000)]
public sealed class FailedRunsWorkerTests
{
    private readonly SimulationClock _clock = new(skipsTime: false);
    private readonly KnowledgeBaseSimulator _simulator;
    private readonly FakeTickets _tickets = new();
    private readonly FakePosition _position = new();

    public FailedRunsWorkerTests()
    {
        _simulator = new KnowledgeBaseSimulator(_clock);
        _simulator.KnowledgeBase("kb");
    }

    [Test]
    public async Task Worker_RunFails_OpensOneTicketWithTheReason()
    {
        using var host = await StartAsync();
        Set(new RunBuilder("run-1").Running().Build());
        await PollAsync();

        var failed = Failed("run-1", "no text found");
        Set(failed);
        await HandledAsync(failed);
        await StopAsync(host);

        Assert.That(_tickets.Opened, Is.EqualTo([new Ticket("run-1", "no text found", FoundAtStart: false)]));
    }

    [TestCase(59, 2)]
    [TestCase(61, 1)]
    public async Task Worker_FirstStart_ReportsFailuresOfTheLastMinuteOnly(int secondsBeforeTheStart, int tickets)
    {
        var old = Failed("old", "no text found");
        _clock.Advance(TimeSpan.FromSeconds(secondsBeforeTheStart));
        Set(old);
        using var host = await StartAsync();
        await PollAsync();

        var failed = Failed("new", "too large");
        Set(old, failed);
        await HandledAsync(failed);
        await StopAsync(host);

        Assert.That(_tickets.Requested, Is.EqualTo(((string[])["old", "new"]).TakeLast(tickets)));
    }

    [Test]
    public async Task Worker_RunFailsWhileStopped_OpensItsTicketAfterTheRestart()
    {
        Run handled;
        using (var host = await StartAsync())
        {
            await PollAsync();
            handled = Failed("handled", "no text found");
            Set(handled);
            await HandledAsync(handled);
            await StopAsync(host);
        }

        _clock.Advance(TimeSpan.FromHours(1));
        var missed = Failed("missed", "too large");
        Set(handled, missed);
        _clock.Advance(TimeSpan.FromHours(1));
        using (var host = await StartAsync())
        {
            await HandledAsync(missed);
            await StopAsync(host);
        }

        Ticket[] expected =
            [new("handled", "no text found", FoundAtStart: false), new("missed", "too large", FoundAtStart: true)];
        Assert.That(_tickets.Opened, Is.EqualTo(expected));
    }

    [Test]
    public async Task Worker_RestartedTwice_ReportsHandledRunsAgainOnlyIfTheyEndedInTheLastMinute()
    {
        List<Run> runs = [];
        foreach (var id in (string[])["first", "second", "third"])
        {
            using var host = await StartAsync();
            await PollAsync();
            runs.Add(Failed(id, "no text found"));
            Set([.. runs]);
            await HandledAsync(runs[^1]);
            await StopAsync(host);
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        // Each restart reports the run that was handled last, because another run that ended shortly before it could be listed late.
        Assert.That(_tickets.Requested, Is.EqualTo((string[])["first", "first", "second", "second", "third"]));
        Assert.That(_tickets.Opened.Select(ticket => ticket.RunId), Is.EqualTo((string[])["first", "second", "third"]));
    }

    [Test]
    public async Task Worker_ServiceIsDownForAnHour_OpensTheTicketAfterwards()
    {
        using var host = await StartAsync();
        await PollAsync();
        using (_simulator.Faults.Always(503))
        {
            await _clock.AdvanceAsync(TimeSpan.FromHours(1));
        }

        var failed = Failed("run-1", "no text found");
        Set(failed);
        await HandledAsync(failed);
        await StopAsync(host);

        Assert.That(_tickets.Opened, Is.EqualTo([new Ticket("run-1", "no text found", FoundAtStart: false)]));
    }

    private Run Failed(string id, string reason) =>
        new RunBuilder(id).Failed(reason).Build() with { FinishedAt = _clock.GetUtcNow() };

    private void Set(params Run[] runs)
    {
        foreach (var run in runs)
        {
            _simulator.KnowledgeBase("kb").SetRun(run);
        }
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKnowledgeBaseClient();
        builder.Services.AddKnowledgeBaseSimulator(_simulator);
        builder.Services.AddSingleton<ITickets>(_tickets);
        builder.Services.AddSingleton<IPosition>(_position);
        builder.Services.Configure<FailedRunsOptions>(options => options.KnowledgeBaseId = "kb");
        builder.Services.AddHostedService<FailedRunsWorker>();

        var host = builder.Build();
        await host.StartAsync();

        // The host does not wait for the worker. Time must not pass before the worker has read the clock.
        await _position.FirstSave;
        return host;
    }

    // Fails if the worker has failed.
    private static async Task StopAsync(IHost host)
    {
        var worker = host.Services.GetServices<IHostedService>().OfType<FailedRunsWorker>().Single();
        await host.StopAsync();
        Assert.That(worker.ExecuteTask!.Exception, Is.Null);
    }

    private Task HandledAsync(Run failed) => _clock.AdvanceUntilAsync(
        () => _tickets.Opened.Any(ticket => ticket.RunId == failed.Id) && _position.Value >= failed.FinishedAt, TimeSpan.FromHours(1));

    // Completes when the client has processed a poll that started after this call.
    private Task PollAsync()
    {
        var requests = _simulator.RequestCount;
        return _clock.AdvanceUntilAsync(() => _simulator.RequestCount >= requests + 2, TimeSpan.FromHours(1));
    }
}
