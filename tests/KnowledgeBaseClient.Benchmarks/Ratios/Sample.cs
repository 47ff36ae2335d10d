namespace KnowledgeBaseClient.Benchmarks;

/// <summary>What a few calls have cost.</summary>
internal readonly record struct Sample(double Seconds, double AllocatedBytes);
