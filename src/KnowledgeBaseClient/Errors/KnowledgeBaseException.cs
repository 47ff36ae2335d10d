namespace KnowledgeBaseClient;

/// <summary>The base class of the exceptions of this library: a call to the service failed, or a run did not complete.</summary>
/// <remarks>No exception of this library ever contains the API key.</remarks>
public abstract class KnowledgeBaseException : Exception
{
    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    protected KnowledgeBaseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Gets a value indicating whether the same call may succeed later, because the network or the service caused the failure.
    /// </summary>
    /// <value><see langword="false"/> unless a derived class overrides it.</value>
    public virtual bool IsTransient => false;

    // For another caller: an exception that several callers throw would mix up their stack traces.
    internal KnowledgeBaseException Copy() => (KnowledgeBaseException)MemberwiseClone();
}
