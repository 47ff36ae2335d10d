using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

public sealed class ServiceAddressTests
{
    [TestCase("http://localhost", ExpectedResult = true)]
    [TestCase("http://127.0.0.1:81", ExpectedResult = true)]
    [TestCase("http://[::1]", ExpectedResult = true)]
    [TestCase("http://noxus.localhost:8080", ExpectedResult = true)]
    [TestCase("http://a.b.LOCALHOST", ExpectedResult = true)]
    [TestCase("http://noxus.localhost.", ExpectedResult = true)]
    [TestCase("http://localhost.example", ExpectedResult = false)]
    [TestCase("http://notlocalhost", ExpectedResult = false)]
    [TestCase("http://10.0.0.1", ExpectedResult = false)]
    public bool IsThisMachine_Address_FollowsRfc6761(string address) => ServiceAddress.IsThisMachine(new Uri(address));

    [TestCase("https://host/v1", ExpectedResult = true)]
    [TestCase("https://host/v1/", ExpectedResult = true)]
    [TestCase("https://host/gateway/V1", ExpectedResult = true)]
    [TestCase("https://host/", ExpectedResult = false)]
    [TestCase("https://host/v11", ExpectedResult = false)]
    [TestCase("https://v1", ExpectedResult = false)]
    [TestCase("https://host/v1/noxus", ExpectedResult = false)]
    public bool EndsInVersion_Address_LooksAtTheLastSegment(string address) => ServiceAddress.EndsInVersion(new Uri(address));

    [Test]
    public void FindProblems_AddressEndsInV1_StatesTheReason() =>
        Assert.That(
            OptionsValidator.FindProblems(
                new KnowledgeBaseClientOptions { ApiKey = TestClients.Key, BaseAddress = new Uri("https://host/api/v1") }).Single(),
            Does.StartWith("BaseAddress ends in /v1, which the client adds to every request itself. Set ")
                .And.Contain("KnowledgeBaseClientOptions.BaseAddress"));

    [Test]
    public void FindProblems_PlainHttpToANameUnderLocalhost_IsAllowed() =>
        Assert.That(
            OptionsValidator.FindProblems(
                new KnowledgeBaseClientOptions { ApiKey = TestClients.Key, BaseAddress = new Uri("http://noxus.localhost:8080") }),
            Is.Empty);

    [TestCase("gateway/noxus")]
    [TestCase("gateway/noxus/")]
    public async Task ListAsync_AddressWithAPath_ShowsThePathThatWasSent(string path)
    {
        await using var server = ScriptedServer.Start(Reply.Status(404), Reply.Json("7"), Reply.Reset());
        using var client = TestClients.For(new Uri(server.BaseAddress, path));

        var notFound = await Assert.CatchAsync<KnowledgeBaseNotFoundException>(() => client.ListAsync("kb"));
        var invalid = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));
        var lost = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        const string Sent = "/gateway/noxus/v1/knowledge-bases/kb/runs";
        Assert.That(server.RequestTexts, Has.All.StartsWith($"GET {Sent} HTTP/1.1"));
        Assert.That(notFound!.Path, Is.EqualTo(Sent));
        Assert.That(
            (string[])[notFound.Message, invalid!.Message, lost!.Message], Has.All.StartsWith($"GET {Sent}"));
    }
}
