namespace KnowledgeBaseClient.Testing;

/// <summary>Returns the current runs of a knowledge base in the order of the list, or null if the knowledge base does not exist.</summary>
/// <param name="knowledgeBaseId">The id of the knowledge base, unescaped.</param>
/// <param name="runIds">
/// The requested ids, or null for all runs. A source may return other runs too: this saves it from building runs that are filtered out.
/// </param>
internal delegate IEnumerable<StoredRun>? RunSource(string knowledgeBaseId, IReadOnlySet<string>? runIds);
