namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>
/// Calls the pollers without the synchronization context of the test framework. Then the replica's continuations run inline: when a call
/// returns, the poller of the cluster has received the change, and the test can advance its clock.
/// </summary>
internal sealed class InlinePollers(IRunPollers inner) : IRunPollers
{
    public IRunPoller Join(string knowledgeBaseId, IPollSubscriber subscription) =>
        Call(() => new InlinePoller(inner.Join(knowledgeBaseId, subscription)));

    private static T Call<T>(Func<T> call)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return call();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private sealed class InlinePoller(IRunPoller inner) : IRunPoller
    {
        public void Leave(IPollSubscriber subscription, string id) => Call(() =>
        {
            inner.Leave(subscription, id);
            return true;
        });

        public void Leave(IPollSubscriber subscription) => Call(() =>
        {
            inner.Leave(subscription);
            return true;
        });
    }
}
