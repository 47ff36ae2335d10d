namespace KnowledgeBaseClient.Tests.Storage;

internal interface INoteGrain : IGrainWithStringKey
{
    Task<string> ReadAsync();

    Task WriteAsync(string text);
}
