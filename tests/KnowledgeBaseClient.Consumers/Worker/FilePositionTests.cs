using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Worker;

public sealed class FilePositionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("file-position-");

    private string File => Path.Combine(_folder.FullName, "position");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task LoadAsync_NothingSaved_ReturnsNull() =>
        Assert.That(await new FilePosition(File).LoadAsync(default), Is.Null);

    [Test]
    public async Task LoadAsync_InAnotherProcess_ReturnsTheLastPositionExactly()
    {
        var position = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1);
        await new FilePosition(File).SaveAsync(position.AddDays(-1), default);
        await new FilePosition(File).SaveAsync(position, default);

        Assert.That(await new FilePosition(File).LoadAsync(default), Is.EqualTo(position));
    }
}
