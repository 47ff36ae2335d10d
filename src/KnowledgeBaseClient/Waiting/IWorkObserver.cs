namespace KnowledgeBaseClient;

// A clock that skips time, in tests: it must not do so while a poller works. The package KnowledgeBaseClient.Testing implements it,
// possibly in another version, so do not change it.
internal interface IWorkObserver
{
    void BeginWork();

    void EndWork();
}
