#if NET10_0_OR_GREATER
using System.Net;
using System.Text;
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// An answer that is no success: its status, the shapes of FastAPI's errors whole and mutated, and headers with whatever in them.
internal sealed record FuzzedError(HttpStatusCode Status, FuzzedBody Body, (string Name, string Value)[] Headers)
{
    private static readonly Gen<byte[]> Whole = Gen.OneOf(
        "", "null", "{}", "[]", "<html>no</html>", "\"detail\"",
        """{"detail":"no such thing"}""",
        """{"detail":null}""",
        """{"detail":{"code":7}}""",
        """{"detail":[{"loc":["query","status",0],"msg":"wrong","type":"enum"},{"loc":"body","msg":{"a":1},"type":null},7,null,[]]}""",
        $$"""{"detail":"not the key {{TestClients.Key}}","x":"{{TestClients.Key}}"}""",
        """{"detail":"\ud800","\ud800":1}""",
        $$"""{"detail":"{{new string('d', 10_000)}}"}""",
        $$"""{"detail":[{{string.Join(',', Enumerable.Repeat("{\"loc\":[],\"msg\":\"m\"}", 3_000))}}]}""")
        .Select(Encoding.UTF8.GetBytes);

    private static readonly Gen<(string Name, string Value)> Header = Gen.Select(
        Gen.OneOf(
            "Retry-After", "Retry-After", "X-Request-Id", "X-Correlation-Id", "Location", "Content-Type", "Content-Encoding", "Date", "X-Other", "WWW-Authenticate"),
        Gen.Frequency<string>(
            (3, Gen.OneOf(
                "0", "-1", "5", "00005", "86400", "2147483648", "9223372036854775807", "99999999999999999999999", "1e3", "1.5", "Fri, 31 Dec 9999 23:59:59 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 99999 23:59:59 GMT", "5, 6", "application/json; charset=utf-99", ";;",
                "https://evil.example/?q#f", "//evil.example", "http://[",
                $"{TestClients.Key}", $"x{TestClients.Key}x")),
            (2, TextGen.Any.Select(text => string.Concat(text.Where(character => character is not ('\r' or '\n' or '\0')))))),
        (name, value) => (name, value));

    public static Gen<FuzzedError> Any { get; } = Gen.Select(
        Gen.Frequency<int>((6, Gen.OneOf(400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 501, 502, 503, 504)), (2, Gen.Int[400, 599]), (1, Gen.Int[300, 399])),
        Gen.Frequency<byte[]>((1, Whole), (2, Mutation.Of(Whole))),
        Gen.Int[0, 30],
        Header.Array[0, 3],
        (status, bytes, piece, headers) =>
            new FuzzedError((HttpStatusCode)status, new FuzzedBody(bytes, [piece == 0 ? 100 : int.MaxValue], Framing.Chunks), headers));

    public Type Expected => (int)Status switch
    {
        401 or 403 => typeof(ApiKeyRejectedException),
        404 => typeof(KnowledgeBaseNotFoundException),
        422 => typeof(InvalidRequestException),
        429 => typeof(RateLimitedException),
        _ => typeof(KnowledgeBaseApiException),
    };

    public bool IsTransient => (int)Status is 408 or 429 or 500 or 502 or 503 or 504;

    public override string ToString() => $"{(int)Status} {string.Join("; ", Headers)}\n{Body}";
}
#endif
