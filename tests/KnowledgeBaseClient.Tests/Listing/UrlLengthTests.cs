using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>A request carries as many ids as its URL has room for, so that there are as few requests as possible and none too long for a server.</summary>
public sealed class UrlLengthTests
{
    // What one more id of the test's takes: a comma, escaped, and four digits.
    private const int OneMore = 7;

    private static readonly string[] Ids = [.. Enumerable.Range(1000, 3000).Select(number => $"{number}")];

    // As many lengths of the rest as the step from one id to the next is long: with one of them the ids fill the URL to its last character.
    [Test]
    public async Task ListAsync_MoreIdsThanOneUrlHolds_FillsEveryUrlButTheLast(
        [Range(1, OneMore)] int length, [Values(null, "running", "a b&c")] string? status, [Values("", "gate/way")] string path)
    {
        // The room of a status is kept where there is none, too.
        var longest = status is null ? 7991 : 7999;
        var urls = new List<string>();
        using var handler = new StubHandler(request =>
        {
            urls.Add(request.RequestUri!.AbsoluteUri);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[]") };
        });
        using var client = new RunsClient(
            TestClients.Options(new Uri($"http://localhost/{path}"), options => options.MaxRunIdsPerRequest = Ids.Length), handler);

        await client.ListAsync(new string('k', length), new RunFilter { Status = status is null ? null : new RunStatus(status), RunIds = Ids });

        Assert.That(urls, Has.Count.GreaterThan(2));
        Assert.That(urls, Has.All.Length.LessThanOrEqualTo(longest));
        Assert.That(urls.SkipLast(1), Has.All.Length.GreaterThan(longest - OneMore));
        Assert.That(urls.SelectMany(IdsIn), Is.EqualTo(Ids));
    }

    private static string[] IdsIn(string url) => url[(url.IndexOf("run_ids=", StringComparison.Ordinal) + 8)..].Split("%2C");
}
