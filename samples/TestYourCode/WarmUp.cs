using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace TestYourCode;

/// <summary>Optional: without it, the first test that runs would also load and compile the client, which takes about 0.2 s.</summary>
[SetUpFixture]
internal sealed class WarmUp
{
    [OneTimeSetUp]
    public async Task UseTheClientOnce()
    {
        var simulator = new KnowledgeBaseSimulator();
        using var client = simulator.CreateClient();
        var runIds = simulator.KnowledgeBase("warm-up").AddRandomRuns(150, within: TimeSpan.FromMinutes(2), seed: 1);
        await client.WaitForAllAsync("warm-up", runIds);
    }
}
