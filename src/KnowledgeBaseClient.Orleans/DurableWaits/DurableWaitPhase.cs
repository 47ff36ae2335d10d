namespace KnowledgeBaseClient;

/// <summary>What is next for a durable wait.</summary>
public enum DurableWaitPhase
{
    /// <summary>Its runs have not finished.</summary>
    Waiting,

    /// <summary>Its handler is at work.</summary>
    Delivering,

    /// <summary>Its handler has failed, and is called again after a delay.</summary>
    Retrying,

    /// <summary>Its handler has failed too often, and is not called again. Cancel the wait, then register it again to repeat it.</summary>
    DeadLetter,
}
