using KnowledgeBaseClient.Tests.Servers;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Servers that write the key in their own way, cut off, or late.</summary>
public sealed class KeyEchoTests
{
    [TestCase(500)]
    [TestCase(200)]
    public async Task ListAsync_ServerRepeatsTheKeyUntilItIsCutOff_LeavesNoPartOfIt(int status)
    {
        var key = "start-" + new string('k', 1500);
        await using var server = ScriptedServer.Start(
            Reply.Status(status, string.Concat(Enumerable.Repeat(key, 100)), ("Content-Type", "text/plain")));
        using var client = TestClients.For(server, options => options.ApiKey = key);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

        Assert.That(ObjectText.Of(thrown), Does.Not.Contain("start-"));
    }
}
