namespace KnowledgeBaseClient.Soak;

/// <summary>What the server does to a request instead of answering it.</summary>
internal enum FaultKind
{
    Reset,
    CloseInHead,
    CutBody,
    WrongLength,
    Stall,
    InternalError,
    BadGateway,
    Unavailable,
    TooManyRequests,
    Html,
    Garbage,
    EmptyList,
}
