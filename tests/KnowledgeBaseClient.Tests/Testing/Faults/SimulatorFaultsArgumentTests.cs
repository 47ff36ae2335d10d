using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Faults;

public sealed class SimulatorFaultsArgumentTests
{
    private readonly SimulatorFaults _faults = new KnowledgeBaseSimulator().Faults;

    [TestCase(199)]
    [TestCase(600)]
    public void Next_InvalidStatus_Throws(int status)
    {
        Assert.That(() => _faults.Next(status), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.Always(status), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => _faults.Outage(TimeSpan.Zero, TimeSpan.Zero, status), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Next_BodyThatTheStatusDoesNotAllow_Throws() =>
        Assert.That(() => _faults.Next(204, body: "body"), Throws.ArgumentException.With.Message.Contains("204 cannot have a body"));

    [Test]
    public void Next_HeaderOfTheTransport_ThrowsAndNamesIt() => Assert.That(
        () => _faults.Next(200, headers: new Dictionary<string, string> { ["content-length"] = "5" }),
        Throws.ArgumentException.With.Message.Contains("Content-Length"));

    [TestCase("Bad Header", "1")]
    [TestCase("", "1")]
    [TestCase("Retry-After", "é")]
    [TestCase("Retry-After", "1\r\nX-Other: 1")]
    public void Next_InvalidHeader_Throws(string name, string value) => Assert.That(
        () => _faults.Next(200, headers: new Dictionary<string, string> { [name] = value }),
        Throws.ArgumentException.With.Message.Contains("is not valid"));

    [Test]
    public void Outage_WithoutEnd_IsPossible() =>
        Assert.That(() => _faults.Outage(TimeSpan.MaxValue, Timeout.InfiniteTimeSpan), Throws.Nothing);

    [Test]
    public void Numbers_OutOfRange_Throw()
    {
        var negative = TimeSpan.FromSeconds(-1);

        Assert.That(() => _faults.Next(503, negative), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.WithProbability(1.01, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.WithProbability(double.NaN, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.RateLimit(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.RateLimit(1, negative), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.Outage(negative, TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.Outage(TimeSpan.Zero, negative), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.Slow(negative), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.CutBodyAfter(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _faults.RedirectTo(new Uri("/", UriKind.Relative), 200), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
