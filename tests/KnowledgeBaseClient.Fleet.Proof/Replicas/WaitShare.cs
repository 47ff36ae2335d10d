namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>The runs that one replica waits for: every <paramref name="Step"/>th one from <paramref name="First"/> on.</summary>
internal sealed record WaitShare(int First, int Step, int Count, TimeSpan Timeout)
{
    public IEnumerable<int> Numbers
    {
        get
        {
            for (var number = First; number < Count; number += Step)
            {
                yield return number;
            }
        }
    }
}
