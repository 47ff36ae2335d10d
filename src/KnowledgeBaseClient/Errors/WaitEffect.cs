namespace KnowledgeBaseClient;

// How a failed request affects the waits and watches for its runs.
internal enum WaitEffect
{
    // It is part of an outage.
    Outage,

    // It ends them if no request of this poller has succeeded yet. Later it is part of an outage: what worked before may work again.
    EndsFirstWaits,

    // As above. In three polls in a row, it also ends all waits and watches on the knowledge base.
    EndsWaitsIfRepeated,
}
