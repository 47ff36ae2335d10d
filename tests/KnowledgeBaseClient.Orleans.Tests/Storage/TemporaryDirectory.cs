namespace KnowledgeBaseClient.Tests.Storage;

internal sealed class TemporaryDirectory : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("fleet-storage-").FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
