namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The cost per call of one group of calls.</summary>
internal readonly record struct Sample(int Round, double Seconds, double AllocatedBytes);
