namespace KnowledgeBaseClient;

// What a failed request means to the waits and watches whose runs it was for.
internal enum WaitEffect
{
    // They continue until it has lasted for OutageTimeout.
    Outage,

    // They end at once if nothing has succeeded yet. Later it is an outage: what worked before may work again.
    EndsNewWaits,

    // As EndsNewWaits. Later, three polls in a row that fail like this end all waits and watches on the knowledge base.
    EndsWaits,
}
