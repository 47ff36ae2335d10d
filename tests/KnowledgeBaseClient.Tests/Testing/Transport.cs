namespace KnowledgeBaseClient.Tests.Testing;

public enum Transport
{
    InProcess,
    Http,
}
