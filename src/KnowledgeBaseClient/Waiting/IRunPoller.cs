namespace KnowledgeBaseClient;

// What a wait or watch needs of the poller that it has joined.
internal interface IRunPoller
{
    // The caller has the result of this run.
    void Leave(IPollSubscriber subscription, string id);

    void Leave(IPollSubscriber subscription);
}
