#if NET10_0_OR_GREATER
using System.Net;
using System.Text;
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// An error response: any error status, the shapes of FastAPI's error bodies intact and mutated, and arbitrary header values.
internal sealed record FuzzedError(HttpStatusCode Status, FuzzedBody Body, (string Name, string Value)[] Headers)
{
    private static readonly Gen<byte[]> Bodies = Gen.OneOf(
        "",
        "null",
        "{}",
        "[]",
        "<html>no</html>",
        "\"detail\"",
        """{"detail":"no such thing"}""",
        """{"detail":null}""",
        """{"detail":{"code":7}}""",
        """{"detail":[{"loc":["query","status",0],"msg":"wrong","type":"enum"},{"loc":"body","msg":{"a":1},"type":null},7,null,[]]}""",
        $$"""{"detail":"not the key {{TestClients.Key}}","x":"{{TestClients.Key}}"}""",
        """{"detail":"\ud800","\ud800":1}""",
        $$"""{"detail":"{{new string('d', 10_000)}}"}""",
        $$"""{"detail":[{{string.Join(',', Enumerable.Repeat("{\"loc\":[],\"msg\":\"m\"}", 3_000))}}]}""")
        .Select(Encoding.UTF8.GetBytes);

    private static readonly Gen<string> HeaderNames = Gen.OneOf(
        "Retry-After",
        "Retry-After",
        "X-Request-Id",
        "X-Correlation-Id",
        "Location",
        "Content-Type",
        "Content-Encoding",
        "Date",
        "X-Other",
        "WWW-Authenticate");

    private static readonly Gen<string> KnownHeaderValues = Gen.OneOf(
        "0",
        "-1",
        "5",
        "00005",
        "86400",
        "2147483648",
        "9223372036854775807",
        "99999999999999999999999",
        "1e3",
        "1.5",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 99999 23:59:59 GMT",
        "5, 6",
        "application/json; charset=utf-99",
        ";;",
        "https://evil.example/?q#f",
        "//evil.example",
        "http://[",
        $"{TestClients.Key}",
        $"x{TestClients.Key}x");

    private static readonly Gen<string> ArbitraryHeaderValues =
        TextGen.Any.Select(text => string.Concat(text.Where(character => character is not ('\r' or '\n' or '\0'))));

    private static readonly Gen<(string Name, string Value)> Header = Gen.Select(
        HeaderNames, Gen.Frequency<string>((3, KnownHeaderValues), (2, ArbitraryHeaderValues)), (name, value) => (name, value));

    private static readonly Gen<int> Statuses = Gen.Frequency<int>(
        (6, Gen.OneOf(400, 401, 403, 404, 408, 409, 418, 422, 425, 429, 500, 501, 502, 503, 504, 522, 525)),
        (2, Gen.Int[400, 599]),
        (1, Gen.Int[300, 399]));

    public static Gen<FuzzedError> Any { get; } = Gen.Select(
        Statuses,
        Gen.Frequency<byte[]>((1, Bodies), (2, BodyMutations.Of(Bodies))),
        Gen.Int[0, 30],
        Header.Array[0, 3],
        (status, bytes, segment, headers) => new FuzzedError(
            (HttpStatusCode)status, new FuzzedBody(bytes, [segment == 0 ? 100 : int.MaxValue], BodyFraming.Chunked), headers));

    /// <summary>The exception of this status, depending on whether the response has a readable Retry-After.</summary>
    public Type Expected(bool hasRetryAfter) => (int)Status switch
    {
        403 when hasRetryAfter => typeof(RateLimitedException),
        401 or 403 => typeof(ApiKeyRejectedException),
        404 => typeof(KnowledgeBaseNotFoundException),
        422 => typeof(InvalidRequestException),
        429 => typeof(RateLimitedException),
        _ => typeof(KnowledgeBaseApiException),
    };

    public bool IsTransient(bool hasRetryAfter) => (int)Status switch
    {
        403 => hasRetryAfter,
        408 or 425 or 429 or 500 or 502 or 503 or 504 or 520 or 521 or 522 or 523 or 524 or 527 or 529 or 530 => true,
        _ => false,
    };

    public override string ToString() => $"{(int)Status} {string.Join("; ", Headers)}\n{Body}";
}
#endif
