using System.Globalization;
using KnowledgeBaseClient.Tests.Http;
using KnowledgeBaseClient.Tests.Servers;

namespace KnowledgeBaseClient.Tests.Faults;

/// <summary>All faults that the library answers for.</summary>
internal static class FaultTable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private const int Cuts = 100;

    public static string Good { get; } = """[{"id":"a","status":"completed","output":{"text":"}]\"[{"}},{"id":"b","status":"failed","output":null}]""";

    public static IReadOnlyList<Fault> All { get; } = [.. Connections(), .. Lengths(), .. Heads(), .. Bodies(), .. Redirects(), .. Statuses(), .. Patience()];

    private static IEnumerable<Fault> Connections()
    {
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset before the head", Reply.Reset());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset within the head", Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenReset());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("closed within the head", Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenClose());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset after the head", Reply.Partial(Good, 0).ThenReset());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset within the first run", Reply.Partial(Good, 10).ThenReset());
        yield return Fault.Borne("one byte at a time", Good.Aggregate(Reply.Raw($"{Ok}Content-Length: {Good.Length}\r\n\r\n"), (reply, next) => reply.ThenSend($"{next}")));
        for (var cut = 0; cut < Cuts; cut++)
        {
            var offset = cut * Good.Length / Cuts;
            yield return Fault.Passing<KnowledgeBaseConnectionException>($"cut at byte {offset}", Reply.Truncated(Good, offset), WholeRuns(offset));
        }
    }

    private static IEnumerable<Fault> Lengths()
    {
        var whole = WholeRuns(Good.Length);
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "length too long", Reply.Raw($"{Ok}Content-Length: {Good.Length + 10}\r\n\r\n{Good}").ThenClose(), whole);
        yield return Fault.Lasting<InvalidResponseException>("length too short", Reply.Raw($"{Ok}Content-Length: {Good.Length - 1}\r\n\r\n{Good}").ThenClose(), whole);
        yield return Fault.Passing<KnowledgeBaseConnectionException>("no length, closed early", Reply.Raw($"{Ok}\r\n{Good[..^1]}").ThenClose(), whole);
        yield return Fault.Borne("no length, closed at the end", Reply.Raw($"{Ok}\r\n{Good}").ThenClose());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("a chunk without a length", Reply.Raw($"{Ok}Transfer-Encoding: chunked\r\n\r\nzz\r\n{Good}"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "a chunk cut short", Reply.Raw($"{Ok}Transfer-Encoding: chunked\r\n\r\n{Good.Length:x}\r\n{Good[..10]}").ThenClose());
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "no last chunk", Reply.Raw($"{Ok}Transfer-Encoding: chunked\r\n\r\n{Good.Length:x}\r\n{Good}\r\n").ThenClose(), whole);
    }

    private static IEnumerable<Fault> Heads()
    {
        yield return Fault.Borne("100 first", Reply.Raw("HTTP/1.1 100 Continue\r\n\r\n").Then(Reply.Json(Good)));
        yield return Fault.Borne("103 first", Reply.Raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n").Then(Reply.Json(Good)));
        yield return Fault.Borne("unknown content type", Reply.Status(200, Good, ("Content-Type", "application/x-unheard-of")));
        yield return Fault.Borne("unknown charset", Reply.Status(200, Good, ("Content-Type", "application/json; charset=utf-99")));
        yield return Fault.Passing<KnowledgeBaseConnectionException>("a header of 100 KB", Reply.Status(200, Good, ("X-Large", new string('x', 100 * 1024))));
        yield return Fault.Passing<KnowledgeBaseConnectionException>("no HTTP", Reply.Raw("SSH-2.0-OpenSSH_9.9\r\n\r\n"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>("the key in a line that is no header", Reply.Raw($"HTTP/1.1 200 OK\r\n{TestClients.Key}\r\n\r\n").ThenClose());
    }

    private static IEnumerable<Fault> Bodies()
    {
        yield return Fault.Lasting<InvalidResponseException>("HTML", Reply.Status(200, "<html><body>Sign in</body></html>", ("Content-Type", "text/html")));
        yield return Fault.Lasting<InvalidResponseException>("HTML with the key", Reply.Status(200, $"<html>{TestClients.Key}</html>", ("Content-Type", "text/html")));
        yield return Fault.Lasting<InvalidResponseException>("nothing", Reply.Json(""));
        yield return Fault.Lasting<InvalidResponseException>("204", Reply.Status(204));
        yield return Fault.Lasting<InvalidResponseException>("an object", Reply.Json("""{"runs":[]}"""));
        yield return Fault.Lasting<InvalidResponseException>("null", Reply.Json("null"));
        yield return Fault.Lasting<InvalidResponseException>("a run without a status", Reply.Json("""[{"id":"a"}]"""));
        yield return Fault.Lasting<InvalidResponseException>("malformed JSON", Reply.Json("""[{"id":"a","status":}]"""));
        yield return Fault.Lasting<InvalidResponseException>("no UTF-8", Reply.Raw($"{Ok}Content-Length: 29\r\n\r\n").ThenSend("[{\"id\":\""u8.ToArray()).ThenSend(new byte[] { 0xFF }).ThenSend("\",\"status\":\"queued\"}]"u8.ToArray()));
        yield return Fault.Lasting<InvalidResponseException>("a gzip bomb", Compressed.Bomb("gzip"));
        yield return Fault.Lasting<InvalidResponseException>("not the gzip it says", Reply.Status(200, Good, ("Content-Encoding", "gzip")));
        yield return Fault.Borne("gzip", Compressed.Whole("gzip", Good));
    }

    private static IEnumerable<Fault> Redirects()
    {
        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            yield return new Fault($"{status} to another server", elsewhere => To(status, $"{elsewhere}runs"), typeof(KnowledgeBaseApiException));
            yield return new Fault($"{status} to the same address", _ => To(status, "/v1/knowledge-bases/kb/runs"), typeof(KnowledgeBaseApiException));
        }

        yield return new Fault("a redirect to nowhere", _ => Reply.Status(302), typeof(KnowledgeBaseApiException));
        yield return new Fault("300", elsewhere => To(300, $"{elsewhere}runs"), typeof(KnowledgeBaseApiException));

        static Reply To(int status, string address) => Reply.Status(status, "", ("Location", address));
    }

    private static IEnumerable<Fault> Statuses()
    {
        foreach (var status in (int[])[408, 500, 502, 503, 504])
        {
            yield return Fault.Passing<KnowledgeBaseApiException>($"{status}", Reply.Status(status, $"key {TestClients.Key}"));
        }

        yield return Fault.Passing<RateLimitedException>("429", Reply.Status(429));
        yield return Fault.Lasting<ApiKeyRejectedException>("401", Reply.Status(401, $$"""{"detail":"no such key: {{TestClients.Key}}"}""")) with { EndsWaits = true };
        yield return Fault.Lasting<ApiKeyRejectedException>("403", Reply.Status(403)) with { EndsWaits = true };
        yield return Fault.Lasting<KnowledgeBaseNotFoundException>("404", Reply.Status(404)) with { EndsWaits = true };
        yield return Fault.Lasting<InvalidRequestException>("422", Reply.Status(422, """{"detail":[{"loc":["query"],"msg":"no","type":"x"}]}"""));
        yield return Fault.Lasting<KnowledgeBaseApiException>("501", Reply.Status(501));
    }

    private static IEnumerable<Fault> Patience()
    {
        var past = DateTimeOffset.UnixEpoch.ToString("R", CultureInfo.InvariantCulture);
        foreach (var soon in (string[])["0", "-5", "soon", "1.5", "", past])
        {
            yield return Fault.Passing<RateLimitedException>($"429, Retry-After \"{soon}\"", Reply.Status(429, "", ("Retry-After", soon)));
            yield return Fault.Passing<KnowledgeBaseApiException>($"503, Retry-After \"{soon}\"", Reply.Status(503, "", ("Retry-After", soon)));
        }

        foreach (var late in (string[])["86400", "2147483648", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
        {
            yield return Held<RateLimitedException>(429, late);
            yield return Held<KnowledgeBaseApiException>(503, late);
        }
    }

    private static Fault Held<TError>(int status, string retryAfter) =>
        new($"{status}, Retry-After \"{retryAfter}\"", _ => Reply.Status(status, "", ("Retry-After", retryAfter)), typeof(TError)) { IsTransient = true, HoldsWaits = true };

    private static int WholeRuns(int bytes)
    {
        var first = Good.IndexOf("},{", StringComparison.Ordinal) + 1;
        return bytes >= Good.Length - 1 ? 2 : bytes >= first ? 1 : 0;
    }
}
