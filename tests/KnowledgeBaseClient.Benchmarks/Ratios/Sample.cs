namespace KnowledgeBaseClient.Benchmarks;

/// <summary>What a few calls have cost.</summary>
internal readonly record struct Sample(int Round, double Seconds, double AllocatedBytes);
