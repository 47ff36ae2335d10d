using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace KnowledgeBaseClient.Tests.Storage;

public sealed class FileStorageTests : IDisposable
{
    private static readonly GrainId Id = GrainId.Create("note", "1");

    private readonly TemporaryDirectory _files = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly List<StateDirectory> _open = [];

    public void Dispose()
    {
        _open.ForEach(directory => directory.Dispose());
        _services.Dispose();
        _files.Dispose();
    }

    [Test]
    public async Task Read_NothingWritten_ReturnsNewState()
    {
        var state = new GrainState<NoteState>();

        await Open().ReadStateAsync("s", Id, state);

        Assert.That((state.State!.Text, state.ETag, state.RecordExists), Is.EqualTo(("", (string?)null, false)));
    }

    [Test]
    public async Task Read_AfterWriteByAnotherProcess_ReturnsTheState()
    {
        var written = await WriteAsync(Open(), "text");
        CloseAll();

        var read = await ReadAsync(Open());

        Assert.That((read.State!.Text, read.ETag, read.RecordExists), Is.EqualTo(("text", written.ETag, true)));
    }

    [Test]
    public async Task Write_Twice_ChangesTheETag()
    {
        var storage = Open();
        var state = await WriteAsync(storage, "one");
        var first = state.ETag;

        await storage.WriteStateAsync("s", Id, state);

        Assert.That(state.ETag, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Write_OldETag_ThrowsAndKeepsTheState()
    {
        var storage = Open();
        var zombie = await WriteAsync(storage, "one");
        var current = await ReadAsync(storage);
        current.State = new NoteState { Text = "two" };
        await storage.WriteStateAsync("s", Id, current);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", Id, zombie));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("s", Id, zombie));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", Id, new GrainState<NoteState>(new())));
        Assert.That((await ReadAsync(storage)).State!.Text, Is.EqualTo("two"));
    }

    [Test]
    public async Task Write_ManyAtOnceWithOneETag_OneWins()
    {
        var storage = Open();
        var etag = (await WriteAsync(storage, "one")).ETag;

        var writes = Enumerable.Range(0, 20)
            .Select(number => new GrainState<NoteState>(new() { Text = $"{number}" }, etag))
            .Select(state => Task.Run(() => storage.WriteStateAsync("s", Id, state)))
            .ToList();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.That(writes.Count(write => write.IsCompletedSuccessfully), Is.EqualTo(1));
    }

    [Test]
    public async Task Clear_Written_RemovesTheFile()
    {
        var storage = Open();
        var state = await WriteAsync(storage, "one");

        await storage.ClearStateAsync("s", Id, state);

        Assert.That((state.State!.Text, state.ETag, state.RecordExists), Is.EqualTo(("", (string?)null, false)));
        Assert.That(StateFiles(), Is.Empty);
        await WriteAsync(storage, "again");
    }

    [Test]
    public async Task Open_AfterACrashDuringAWrite_KeepsTheOldStateAndRemovesTheRest()
    {
        await WriteAsync(Open(), "old");
        CloseAll();
        var leftover = $"{StateFiles().Single()}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(leftover, "half of a");

        var storage = Open();

        Assert.That(File.Exists(leftover), Is.False);
        Assert.That((await ReadAsync(storage)).State!.Text, Is.EqualTo("old"));
    }

    [Test]
    public void Open_UsedByAnother_ThrowsAndNamesTheDirectory()
    {
        Open();

        var failure = Assert.Throws<InvalidOperationException>(() => Open());

        Assert.That(failure!.Message, Does.Contain(_files.FullPath).And.Contain("another process"));
    }

    [TestCase(0.0)]
    [TestCase(0.3)]
    [TestCase(0.9)]
    public async Task Read_TruncatedFile_ThrowsAndNamesTheFile(double part)
    {
        var storage = Open();
        var state = await WriteAsync(storage, "text");
        var file = StateFiles().Single();
        var content = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, content[..(int)(content.Length * part)]);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(storage));

        Assert.That(failure!.Message, Does.Contain(file));
        await Assert.ThrowsAsync<InvalidDataException>(() => storage.WriteStateAsync("s", Id, state));
    }

    [Test]
    public async Task Read_EveryFlippedByteOfTheState_Throws()
    {
        var storage = Open();
        await WriteAsync(storage, "text");
        var file = StateFiles().Single();
        var content = await File.ReadAllBytesAsync(file);
        for (var index = Array.IndexOf(content, (byte)'\n') + 1; index < content.Length; index++)
        {
            var damaged = content.ToArray();
            damaged[index] ^= 1;
            await File.WriteAllBytesAsync(file, damaged);

            await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(storage));
        }
    }

    [Test]
    public async Task Read_LaterVersion_ThrowsAndNamesIt()
    {
        var storage = Open();
        await WriteAsync(storage, "text");
        var file = StateFiles().Single();
        var content = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, content.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal));

        Assert.That(() => ReadAsync(storage), Throws.TypeOf<InvalidDataException>().With.Message.Contains("version 2"));
    }

    [Test]
    public async Task Write_OddIds_KeepsThemApartWithinTheDirectory()
    {
        var storage = Open();
        string[] keys =
        [
            "", " ", "..", "../../x", "/etc/x", @"..\x", "a/b", "a_b", "A_B", "a\0b", "a\nb", "\ud83d\ude00", "CON", "nul.txt", "*?<>|:\"",
            new('x', 5_000), new string('x', 5_000) + "y",
        ];
        foreach (var key in keys)
        {
            await storage.WriteStateAsync("s", IdOf(key), new GrainState<NoteState>(new() { Text = key }));
        }

        foreach (var key in keys)
        {
            var state = new GrainState<NoteState>();
            await storage.ReadStateAsync("s", IdOf(key), state);
            Assert.That(state.State!.Text, Is.EqualTo(key));
        }

        Assert.That(StateFiles().Distinct(StringComparer.OrdinalIgnoreCase), Has.Exactly(keys.Length).Items);
        Assert.That(Directory.EnumerateDirectories(_files.FullPath), Is.Empty);
        Assert.That(StateFiles().Select(file => Path.GetFileName(file).Length), Is.All.LessThan(120));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Unix permissions")]
    public async Task Write_NewDirectory_IsReadableByItsOwnerOnly()
    {
        var path = Path.Combine(_files.FullPath, "new", "one");
        var storage = Open(path);
        await WriteAsync(storage, "text");
        var file = Directory.GetFiles(path, "*.state").Single();

        Assert.That(
            ModeOf(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(ModeOf(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static GrainId IdOf(string key) =>
        GrainId.Create(GrainType.Create("note"), new IdSpan(Encoding.UTF8.GetBytes(key)));

    private static async Task<GrainState<NoteState>> WriteAsync(FileGrainStorage storage, string text)
    {
        var state = new GrainState<NoteState>(new NoteState { Text = text });
        await storage.WriteStateAsync("s", Id, state);
        return state;
    }

    private static async Task<GrainState<NoteState>> ReadAsync(FileGrainStorage storage)
    {
        var state = new GrainState<NoteState>();
        await storage.ReadStateAsync("s", Id, state);
        return state;
    }

    private string[] StateFiles() => Directory.GetFiles(_files.FullPath, "*.state");

    private void CloseAll() => _open.ForEach(directory => directory.Dispose());

    private FileGrainStorage Open(string? path = null)
    {
        var directory = new StateDirectory(path ?? _files.FullPath);
        directory.Open();
        _open.Add(directory);
        return new FileGrainStorage(directory, new JsonStateSerializer(), _services.GetRequiredService<IActivatorProvider>());
    }
}
