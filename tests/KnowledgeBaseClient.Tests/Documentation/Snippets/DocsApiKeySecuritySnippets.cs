using KnowledgeBaseClient;

namespace DocumentationSnippets;

/// <summary>The compiled C# of docs/api-key-security.md: each region is one of its code blocks, in order.</summary>
internal static class DocsApiKeySecuritySnippets
{
    public static void Rotate(KnowledgeBaseClientOptions options, IVault vault)
    {
        #region rotate
        options.ApiKeyProvider = async cancellationToken => await vault.ReadKeyAsync(cancellationToken);
        #endregion
    }
}
