using Microsoft.Win32.SafeHandles;

namespace KnowledgeBaseClient;

// The directory of a silo. Held by one process at a time, from Open to Dispose.
internal sealed class StateDirectory(string path) : IDisposable
{
    private const string LockFile = "lock";
    private const string TemporaryExtension = ".tmp";

    private SafeFileHandle? _lock;

    public string FullPath { get; } = Path.GetFullPath(path);

    public void Open()
    {
        Create();
        try
        {
            _lock = File.OpenHandle(Path.Combine(FullPath, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new InvalidOperationException(
                $"The directory \"{FullPath}\" cannot be locked, most likely because another process uses it. Use one directory per "
                + "process, or storage that several processes can share, such as PostgreSQL or Redis.",
                failure);
        }

        // Of a process that ended while it wrote. The complete file is next to it.
        foreach (var leftover in Directory.EnumerateFiles(FullPath, $"*{TemporaryExtension}"))
        {
            File.Delete(leftover);
        }
    }

    // Null if there is none.
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // Either the old content remains or the new one is there, on the disk, even if the process or the machine fails meanwhile.
    public async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        var temporary = $"{PathOf(name)}.{Guid.NewGuid():N}{TemporaryExtension}";
        try
        {
            var stream = new FileStream(temporary, NewFile());
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOf(name), overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        DirectorySync.Flush(FullPath);
    }

    public void Delete(string name)
    {
        ThrowIfNotOpen();
        File.Delete(PathOf(name));
        DirectorySync.Flush(FullPath);
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    // The states contain what the application passes to its handlers, so that other users must not read them.
    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(FullPath);
        }
        else if (!Directory.Exists(FullPath))
        {
            Directory.CreateDirectory(FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next start deletes it. What failed first is reported.
        }
    }

    private void ThrowIfNotOpen() => ObjectDisposedException.ThrowIf(_lock is null, this);
}
