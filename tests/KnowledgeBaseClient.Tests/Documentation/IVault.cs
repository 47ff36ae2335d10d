namespace DocumentationSnippets;

/// <summary>A vault of the application in the examples.</summary>
internal interface IVault
{
    ValueTask<string> ReadKeyAsync(CancellationToken cancellationToken);
}
