using System.Globalization;

namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>Stores the position in a file.</summary>
internal sealed class FilePosition(string path) : IPosition
{
    public async Task<DateTimeOffset?> LoadAsync(CancellationToken cancellationToken) => File.Exists(path)
        ? DateTimeOffset.ParseExact(await File.ReadAllTextAsync(path, cancellationToken), "O", CultureInfo.InvariantCulture)
        : null;

    public async Task SaveAsync(DateTimeOffset position, CancellationToken cancellationToken)
    {
        // A crash while writing must not leave half a file.
        var temporary = path + ".new";
        await File.WriteAllTextAsync(temporary, position.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }
}
