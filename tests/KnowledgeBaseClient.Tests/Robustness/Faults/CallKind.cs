namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>The kind of call that meets a fault.</summary>
public enum CallKind
{
    List,
    Stream,
    Find,
    Wait,
}
