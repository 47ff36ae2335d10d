namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Complete bodies that are not a list of runs.</summary>
internal static class BodyFaults
{
    private static readonly byte[] InvalidUtf8 = [.. "[{\"id\":\""u8, 0xFF, .. "\",\"status\":\"queued\"}]"u8];

    public static IEnumerable<Fault> All =>
    [
        Invalid("HTML", Html("<html><body>Sign in</body></html>")),
        Invalid("HTML with the API key", Html($"<html>{TestClients.Key}</html>")),
        Invalid("empty body", Reply.Json("")),
        Invalid("204", Reply.Status(204)),
        Invalid("object instead of a list", Reply.Json("""{"runs":[]}""")),
        Invalid("null", Reply.Json("null")),
        Invalid("run without a status", Reply.Json("""[{"id":"a"}]""")),
        Invalid("malformed JSON", Reply.Json("""[{"id":"a","status":}]""")),
        Invalid(
            "invalid UTF-8", Reply.Raw($"{FaultTable.OkHeaders}Content-Length: {InvalidUtf8.Length}\r\n\r\n").ThenSend(InvalidUtf8)),
    ];

    private static Fault Invalid(string name, Reply reply) => Fault.Permanent<InvalidResponseException>(name, reply);

    private static Reply Html(string html) => Reply.Status(200, html, ("Content-Type", "text/html"));
}
