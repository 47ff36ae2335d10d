using System.Net;
using System.Text.Json;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>Failures of a server whose responses contain the API key.</summary>
internal static class KeyEchoes
{
    private const string Key = SecretKey.Text;

    private static readonly string Json = JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["detail"] = new[] { new { loc = (string[])["header", Key], msg = $"bad key {Key}", type = Key } },
    });

    public static IReadOnlyList<Reply> Responses { get; } =
    [
        Reply.Status(401, Json, ("X-Request-Id", Key)),
        Reply.Status(403, $"<p>{WebUtility.HtmlEncode(Key)}</p>{Key}", ("Content-Type", "text/html"), ("X-Echo", Key)),
        Reply.Status(404, $"{{\"detail\":\"{Uri.EscapeDataString(Key)} {JsonEncodedText.Encode(Key)}\"}}"),
        Reply.Status(422, Json),
        Reply.Status(429, Json, ("Retry-After", "86400")),
        Reply.Status(503, Json),
        Reply.Status(503, Json, ("Retry-After", "86400")),
        Reply.Status(500, new string('x', 8192 - 5) + Key),
        Reply.Status(500, new string('x', (64 * 1024) - 5) + Key),
        Reply.Status(302, "", ("Location", $"https://evil.example/{Uri.EscapeDataString(Key)}?{Key}")),
        Reply.Status(307, "", ("Location", $"https://{"user"}:{Uri.EscapeDataString(Key)}@evil.example/")),
        Reply.Status(200, $"null{Key}"),
        Reply.Status(200, Key),
        Reply.Status(200, $"[{{\"id\":nul{Key}}}]"),
        Reply.Status(200, $"[{{\"id\":1,\"status\":\"{JsonEncodedText.Encode(Key)}\"}}]"),
        Reply.Status(200, "[]]", ("Content-Type", $"text/{Key}"), ("Content-Encoding", Key)),
        Reply.Raw($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Key}").ThenClose(),
        Reply.Raw($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[{{\"id\":\"{JsonEncodedText.Encode(Key)}").ThenClose(),
        Reply.Raw($"HTTP/1.1 500 {Key}\r\nContent-Length: 0\r\n\r\n"),
        Reply.Reset(),
    ];

    /// <summary>Responses with malformed headers, which .NET quotes in an exception.</summary>
    public static IReadOnlyList<Reply> MalformedHeaders { get; } =
    [
        Reply.Raw($"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{Key} : x\r\n\r\n[]").ThenClose(),
        Reply.Raw($"HTTP/{Key} 200 OK\r\n\r\n").ThenClose(),
    ];

    public static IReadOnlyList<Reply> All { get; } = [.. Responses, .. MalformedHeaders];

    public static IEnumerable<int> Numbers => Enumerable.Range(0, All.Count);
}
