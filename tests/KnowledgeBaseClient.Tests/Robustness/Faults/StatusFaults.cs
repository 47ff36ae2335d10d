namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Status codes other than 200.</summary>
internal static class StatusFaults
{
    private static readonly Reply SwitchingProtocols =
        Reply.Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n").ThenClose();

    private static readonly Reply InvalidRequest = Reply.Status(422, """{"detail":[{"loc":["query"],"msg":"no","type":"x"}]}""");

    private static readonly Reply KeyRejected = Reply.Status(401, $$"""{"detail":"no such key: {{TestClients.Key}}"}""");

    public static IEnumerable<Fault> All =>
    [
        .. ((int[])[408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530]).Select(WithKeyInBody),
        Fault.Transient<RateLimitedException>("429", Reply.Status(429)),
        Fault.Permanent<ApiKeyRejectedException>("401", KeyRejected),
        Fault.Permanent<ApiKeyRejectedException>("403", Reply.Status(403)),
        Fault.Permanent<KnowledgeBaseNotFoundException>("404", Reply.Status(404)),
        Fault.ForFewerIds<InvalidRequestException>("422", InvalidRequest),
        .. ((int[])[400, 413, 414, 431]).Select(status =>
            Fault.ForFewerIds<KnowledgeBaseApiException>($"{status}", Reply.Status(status))),
        .. ((int[])[402, 405, 409, 501, 505, 525, 526]).Select(status =>
            Fault.Permanent<KnowledgeBaseApiException>($"{status}", Reply.Status(status))),
        Fault.Permanent<KnowledgeBaseApiException>("101", SwitchingProtocols),
    ];

    private static Fault WithKeyInBody(int status) =>
        Fault.Transient<KnowledgeBaseApiException>($"{status}", Reply.Status(status, $"key {TestClients.Key}"));
}
