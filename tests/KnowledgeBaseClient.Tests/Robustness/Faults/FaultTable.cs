using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>All faults that the library answers for.</summary>
internal static class FaultTable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private const int Cuts = 100;

    public static string Good { get; } = """[{"id":"a","status":"completed","output":{"text":"}]\"[{"}},{"id":"b","status":"failed","output":null}]""";

    public static IReadOnlyList<Fault> All { get; } =
    [
        .. Connections(), .. Silences(), .. Lengths(), .. Chunks(), .. Heads(), .. Bodies(), .. CompressedBodies(), .. Redirects(), .. Statuses(), .. Patience(),
    ];

    private static IEnumerable<Fault> Connections()
    {
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset before the head", Reply.Reset());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset within the head", Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenReset());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("closed within the head", Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenClose());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset after the head", Reply.Partial(Good, 0).ThenReset());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("reset within the first run", Reply.Partial(Good, 10).ThenReset());
        yield return Fault.Borne(
            "one byte at a time", Good.Aggregate(Reply.Raw($"{Ok}Content-Length: {Good.Length}\r\n\r\n"), (reply, next) => reply.ThenSend($"{next}")));
        for (var cut = 0; cut < Cuts; cut++)
        {
            var offset = cut * Good.Length / Cuts;
            yield return Fault.Passing<KnowledgeBaseConnectionException>($"cut at byte {offset}", Reply.Truncated(Good, offset), WholeRuns(offset));
        }
    }

    private static IEnumerable<Fault> Silences()
    {
        var first = Good.IndexOf("},{", StringComparison.Ordinal) + 1;
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence before the head", Reply.Stall);
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence within the head", () => Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenStall());
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence after an interim head", () => Reply.Raw("HTTP/1.1 103 Early Hints\r\n\r\n").ThenStall());
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence after the head", () => Reply.StallInBody(Good, 0));
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence within the first run", () => Reply.StallInBody(Good, 10));
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence after the first run", () => Reply.StallInBody(Good, first), 1);
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence between runs", () => Reply.StallInBody(Good, first + 1), 1);
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence within the second run", () => Reply.StallInBody(Good, first + 10), 1);
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence before the list's end", () => Reply.StallInBody(Good, Good.Length - 1), 2);
        yield return Fault.Silent<KnowledgeBaseTimeoutException>("silence after the list", () => Reply.Raw($"{Ok}\r\n{Good}").ThenStall(), 2);
        yield return Fault.Silent<KnowledgeBaseTimeoutException>(
            "one byte at a time, then silence",
            () => Good[..^1].Aggregate(Reply.Raw($"{Ok}Content-Length: {Good.Length}\r\n\r\n"), (reply, next) => reply.ThenSend($"{next}")).ThenStall(),
            2);
    }

    private static IEnumerable<Fault> Lengths()
    {
        var whole = WholeRuns(Good.Length);
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "length too long", Reply.Raw($"{Ok}Content-Length: {Good.Length + 10}\r\n\r\n{Good}").ThenClose(), whole);
        yield return Fault.Lasting<InvalidResponseException>("length too short", Reply.Raw($"{Ok}Content-Length: {Good.Length - 1}\r\n\r\n{Good}").ThenClose(), whole);
        yield return Fault.Passing<KnowledgeBaseConnectionException>("no length, closed early", Reply.Raw($"{Ok}\r\n{Good[..^1]}").ThenClose(), whole);
        yield return Fault.Borne("no length, closed at the end", Reply.Raw($"{Ok}\r\n{Good}").ThenClose());
        yield return Fault.Borne("a length that is none, closed at the end", Reply.Raw($"{Ok}Content-Length: many\r\n\r\n{Good}").ThenClose());
        yield return Fault.Lasting<InvalidResponseException>("blank", Reply.Json("  "));
    }

    private static IEnumerable<Fault> Chunks()
    {
        const string Chunked = $"{Ok}Transfer-Encoding: chunked\r\n\r\n";
        var whole = WholeRuns(Good.Length);
        yield return Fault.Passing<KnowledgeBaseConnectionException>("a chunk without a length", Reply.Raw($"{Chunked}zz\r\n{Good}"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "a chunk cut short", Reply.Raw($"{Chunked}{Good.Length:x}\r\n{Good[..10]}").ThenClose());
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "no last chunk", Reply.Raw($"{Chunked}{Good.Length:x}\r\n{Good}\r\n").ThenClose(), whole);
        yield return Fault.Passing<KnowledgeBaseConnectionException>("a chunk longer than any number", Reply.Raw($"{Chunked}fffffffffffffffff\r\n{Good}\r\n"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>("a chunk of a negative length", Reply.Raw($"{Chunked}-1\r\n{Good}\r\n"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "a chunk longer than it says", Reply.Raw($"{Chunked}9\r\n{Good}\r\n0\r\n\r\n"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>("a last chunk too early", Reply.Raw($"{Chunked}a\r\n{Good[..10]}\r\n0\r\n\r\n"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>("nothing, in chunks", Reply.Raw($"{Chunked}0\r\n\r\n"));
        yield return Fault.Borne(
            "chunks of one byte",
            Good.Aggregate(Reply.Raw(Chunked), (reply, next) => reply.ThenSend($"1;x=y\r\n{next}\r\n")).ThenSend("0\r\nX: y\r\n\r\n"));
    }

    private static IEnumerable<Fault> Heads()
    {
        yield return Fault.Borne("100 first", Reply.Raw("HTTP/1.1 100 Continue\r\n\r\n").Then(Reply.Json(Good)));
        yield return Fault.Borne(
            "100 a hundred times first",
            Enumerable.Repeat(Reply.Raw("HTTP/1.1 100 Continue\r\n\r\n"), 100).Aggregate((all, next) => all.Then(next)).Then(Reply.Json(Good)));
        yield return Fault.Borne("103 first", Reply.Raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n").Then(Reply.Json(Good)));
        yield return Fault.Borne("unknown content type", Reply.Status(200, Good, ("Content-Type", "application/x-unheard-of")));
        yield return Fault.Borne("unknown charset", Reply.Status(200, Good, ("Content-Type", "application/json; charset=utf-99")));
        yield return Fault.Passing<KnowledgeBaseConnectionException>("a header of 100 KB", Reply.Status(200, Good, ("X-Large", new string('x', 100 * 1024))));
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "a thousand headers of 100 bytes", Reply.Status(200, Good, [.. Enumerable.Range(0, 1000).Select(i => ($"X-{i}", new string('x', 100)))]));
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "a status line of 100 KB", Reply.Raw($"HTTP/1.1 200 {new string('x', 100 * 1024)}\r\n\r\n").ThenClose());
        yield return Fault.Passing<KnowledgeBaseConnectionException>("no HTTP", Reply.Raw("SSH-2.0-OpenSSH_9.9\r\n\r\n"));
        yield return Fault.Passing<KnowledgeBaseConnectionException>(
            "the key in a line that is no header", Reply.Raw($"HTTP/1.1 200 OK\r\n{TestClients.Key}\r\n\r\n").ThenClose());
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
        yield return Fault.Lasting<InvalidResponseException>(
            "no UTF-8", Reply.Raw($"{Ok}Content-Length: 29\r\n\r\n").ThenSend("[{\"id\":\""u8.ToArray()).ThenSend(new byte[] { 0xFF }).ThenSend("\",\"status\":\"queued\"}]"u8.ToArray()));
    }

    private static IEnumerable<Fault> CompressedBodies()
    {
        yield return Fault.Borne("an unheard-of encoding by name only", Reply.Status(200, Good, ("Content-Encoding", "unheard-of")));
        foreach (var encoding in Compressed.Encodings)
        {
            yield return Fault.Borne(encoding, Compressed.Whole(encoding, Good));
            yield return Fault.Lasting<InvalidResponseException>($"a bomb of {encoding}", Compressed.Bomb(encoding));
            yield return Fault.Lasting<InvalidResponseException>($"not the {encoding} it says", Reply.Status(200, Good, ("Content-Encoding", encoding)));

            var packed = Compressed.Pack(encoding, Encoding.UTF8.GetBytes(Good));
            foreach (var framing in Enum.GetValues<Framing>())
            {
                foreach (var length in (int[])[0, 1, packed.Length / 3, packed.Length * 3 / 4, packed.Length - 12])
                {
                    var runs = WholeRuns(Compressed.UnpackedLength(encoding, packed[..length]));
                    yield return Fault.Passing<KnowledgeBaseConnectionException>(
                        $"{encoding} cut at byte {length}, framed by {framing}", Compressed.Framed(encoding, framing, packed[..length]), runs);
                }
            }
        }
    }

    private static IEnumerable<Fault> Redirects()
    {
        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            yield return Fault.Redirect($"{status} to another server, which sends back", status, elsewhere => $"{elsewhere}v1/knowledge-bases/kb/runs");
            yield return Fault.Redirect($"{status} to the same address", status, _ => "/v1/knowledge-bases/kb/runs");
            yield return Fault.Redirect($"{status} from https to http", status, elsewhere => $"{elsewhere}v1/knowledge-bases/kb/runs") with { IsOverTls = true };
            yield return Fault.Redirect($"{status} to an invalid address", status, _ => "http://") with { Target = _ => "an invalid address" };
        }

        yield return Fault.Redirect("307 from https to https", 307, _ => "/v1/knowledge-bases/kb/runs") with { IsOverTls = true };
        yield return Fault.Redirect("300", 300, elsewhere => $"{elsewhere}runs");
        yield return Fault.Lasting<KnowledgeBaseApiException>("a redirect to nowhere", Reply.Status(302));
        yield return Fault.Lasting<KnowledgeBaseApiException>("304", Reply.Status(304));
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
        yield return Fault.Lasting<KnowledgeBaseApiException>(
            "101", Reply.Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n").ThenClose());
    }

    private static IEnumerable<Fault> Patience()
    {
        var past = DateTimeOffset.UnixEpoch.ToString("R", CultureInfo.InvariantCulture);
        foreach (var none in (string[])["0", "-5", "soon", "1.5", "", "5, 5", past])
        {
            yield return Fault.Passing<RateLimitedException>($"429, Retry-After \"{none}\"", Reply.Status(429, "", ("Retry-After", none)));
            yield return Fault.Passing<KnowledgeBaseApiException>($"503, Retry-After \"{none}\"", Reply.Status(503, "", ("Retry-After", none)));
        }

        var inSevenSeconds = (new TestClock().GetUtcNow() + TimeSpan.FromSeconds(7)).ToString("R", CultureInfo.InvariantCulture);
        foreach (var soon in (string[])["7", inSevenSeconds])
        {
            var pause = TimeSpan.FromSeconds(7);
            yield return Fault.Passing<RateLimitedException>($"429, Retry-After \"{soon}\"", Reply.Status(429, "", ("Retry-After", soon))) with { Pause = pause };
            yield return Fault.Passing<KnowledgeBaseApiException>($"503, Retry-After \"{soon}\"", Reply.Status(503, "", ("Retry-After", soon))) with { Pause = pause };
        }

        yield return Held<RateLimitedException>(429, "3600", TimeSpan.FromHours(1));
        yield return Held<KnowledgeBaseApiException>(503, "3600", TimeSpan.FromHours(1));
        foreach (var late in (string[])["86400", "2147483648", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
        {
            // A wait takes no request for longer than a day, whatever is asked of it.
            yield return Held<RateLimitedException>(429, late, TimeSpan.FromDays(1));
            yield return Held<KnowledgeBaseApiException>(503, late, TimeSpan.FromDays(1));
        }
    }

    private static Fault Held<TError>(int status, string retryAfter, TimeSpan pause) =>
        new($"{status}, Retry-After \"{retryAfter}\"", _ => Reply.Status(status, "", ("Retry-After", retryAfter)), typeof(TError)) { IsTransient = true, Pause = pause };

    private static int WholeRuns(int bytes)
    {
        var first = Good.IndexOf("},{", StringComparison.Ordinal) + 1;
        return bytes >= Good.Length - 1 ? 2 : bytes >= first ? 1 : 0;
    }
}
