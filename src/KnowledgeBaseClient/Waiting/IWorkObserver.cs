namespace KnowledgeBaseClient;

// Implemented by a TimeProvider that advances itself in tests. Pollers report when they work, so that time does not pass meanwhile. The
// package KnowledgeBaseClient.Testing implements it, possibly in another version, so do not change it.
internal interface IWorkObserver
{
    void BeginWork();

    void EndWork();
}
