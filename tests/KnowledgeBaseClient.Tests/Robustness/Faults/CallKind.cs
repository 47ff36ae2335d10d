namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>What is called under a fault.</summary>
public enum CallKind
{
    List,
    Stream,
    Find,
    Wait,
}
