using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>Each request contains as many ids as fit into a URL of 8,000 characters, because many servers accept at most 8 KB.</summary>
public sealed class RequestPlannerUrlLengthTests
{
    // The length of one more id in the URL: an escaped comma and four digits.
    private const int IdLength = 7;

    private static readonly string[] Ids = [.. Enumerable.Range(1000, 3000).Select(number => $"{number}")];

    // Over a range of IdLength lengths of the other parts, the ids fill the URL to the last character once.
    [Test]
    public async Task ListAsync_MoreIdsThanOneUrlHolds_FillsEveryUrlExceptTheLast(
        [Range(1, IdLength)] int knowledgeBaseIdLength,
        [Values(null, "running", "a b&c")] string? status,
        [Values("", "gate/way")] string path)
    {
        // Room for "status=" is reserved even without a status.
        var maxLength = status is null ? 7991 : 7999;
        var urls = new List<string>();
        using var handler = new StubHandler(request =>
        {
            urls.Add(request.RequestUri!.AbsoluteUri);
            var runs = GetIds(urls[^1]).Select(id => $$"""{"id":"{{id}}","status":"{{status}}"}""");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($"[{string.Join(",", runs)}]") };
        });
        using var client = new RunsClient(
            TestClients.Options(new Uri($"http://localhost/{path}"), options => options.MaxRunIdsPerRequest = Ids.Length), handler);

        var filter = new RunFilter { Status = status is null ? null : new RunStatus(status), RunIds = Ids };
        await client.ListAsync(new string('k', knowledgeBaseIdLength), filter);

        Assert.That(urls, Has.Count.GreaterThan(2));
        Assert.That(urls, Has.All.Length.LessThanOrEqualTo(maxLength));
        Assert.That(urls.SkipLast(1), Has.All.Length.GreaterThan(maxLength - IdLength));
        Assert.That(urls.SelectMany(GetIds), Is.EqualTo(Ids));
    }

    private static string[] GetIds(string url) => url[(url.IndexOf("run_ids=", StringComparison.Ordinal) + 8)..].Split("%2C");
}
