namespace KnowledgeBaseClient;

// The pollers of one client. A package can replace the ones that poll in this process.
internal interface IRunPollers
{
    IRunPoller Join(string knowledgeBaseId, IPollSubscriber subscription);
}
