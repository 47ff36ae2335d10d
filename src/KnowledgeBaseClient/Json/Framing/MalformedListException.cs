namespace KnowledgeBaseClient;

// An answer that is not a JSON array of runs. Becomes an InvalidResponseException where the request is known.
internal sealed class MalformedListException(string problem, long offset, string excerpt, bool endsEarly) : Exception(problem)
{
    // In bytes from the start of the answer.
    public long Offset { get; } = offset;

    public string Excerpt { get; } = excerpt;

    // All that came could be the beginning of a list of runs.
    public bool EndsEarly { get; } = endsEarly;
}
