namespace KnowledgeBaseClient.Soak;

/// <summary>What the server does instead of sending the regular response.</summary>
internal enum FaultKind
{
    Reset,
    CloseInHeaders,
    TruncateBody,
    WrongLength,
    Stall,
    InternalError,
    BadGateway,
    Unavailable,
    GatewayTimeout,
    TooManyRequests,
    Html,
    InvalidJson,
    EmptyList,
}
