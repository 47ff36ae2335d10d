namespace KnowledgeBaseClient;

// A response body that is not a JSON array of runs. The HTTP layer, where the request is available, translates it to an
// InvalidResponseException. The problem is a clause without a full stop.
internal sealed class MalformedListException(string problem, long offset, string excerpt, bool endsEarly) : Exception(problem)
{
    // In bytes from the start of the decompressed body.
    public long Offset { get; } = offset;

    public string Excerpt { get; } = excerpt;

    // True if all received bytes are a valid beginning of a list of runs, so the body may have been truncated.
    public bool EndsEarly { get; } = endsEarly;

    // The body may well be a list of runs, but exceeds the limit.
    public bool IsTooLarge { get; init; }
}
