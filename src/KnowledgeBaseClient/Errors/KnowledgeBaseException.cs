namespace KnowledgeBaseClient;

/// <summary>What went wrong in a call to the service, or in what a run has come to. No exception of this library ever holds the API key.</summary>
public abstract class KnowledgeBaseException : Exception
{
    /// <summary>Makes the exception with what went wrong and what caused it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    protected KnowledgeBaseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the same call may well succeed later: the network or the service was at fault, not the call.</summary>
    public virtual bool IsTransient => false;
}
