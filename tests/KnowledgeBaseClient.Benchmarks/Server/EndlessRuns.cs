using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using KnowledgeBaseClient.TestSupport;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>A list of a given size that is never held in memory: one block of large runs, sent repeatedly with new ids.</summary>
internal sealed class EndlessRuns
{
    private const string Prefix = "/v1/knowledge-bases/bytes-";
    private const string Suffix = "/runs";
    private const int RunsPerBlock = 16;

    private readonly byte[] _block;
    private readonly int[] _starts = new int[RunsPerBlock];
    private readonly long _blocks;

    private EndlessRuns(long bytes)
    {
        using var block = new MemoryStream();
        for (var number = 0; number < RunsPerBlock; number++)
        {
            block.WriteByte((byte)',');
            _starts[number] = (int)block.Length;
            block.Write(RunJson.Create(RunsSize.Large, number));
        }

        _block = block.ToArray();
        _blocks = (bytes + _block.Length - 1) / _block.Length;
    }

    /// <summary>The id of the knowledge base whose list has at least this many bytes.</summary>
    public static string KnowledgeBaseId(long bytes) => string.Create(CultureInfo.InvariantCulture, $"bytes-{bytes}");

    public static bool TryParse(string target, [NotNullWhen(true)] out EndlessRuns? runs)
    {
        runs = target.StartsWith(Prefix, StringComparison.Ordinal) && target.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(target.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new EndlessRuns(bytes)
            : null;
        return runs is not null;
    }

    public Reply ToReply() => Reply.Headers(200, (_blocks * _block.Length) + 2).ThenSend(SendBodyAsync);

    private async ValueTask SendBodyAsync(LoopbackConnection connection, CancellationToken cancellationToken)
    {
        await connection.SendAsync("["u8.ToArray(), cancellationToken);
        for (var block = 0L; block < _blocks; block++)
        {
            // No comma precedes the very first run.
            _block[0] = block == 0 ? (byte)' ' : (byte)',';
            SetIds((int)block * RunsPerBlock);
            await connection.SendAsync(_block, cancellationToken);
        }

        await connection.SendAsync("]"u8.ToArray(), cancellationToken);
    }

    private void SetIds(int firstNumber)
    {
        for (var run = 0; run < RunsPerBlock; run++)
        {
            Encoding.ASCII.GetBytes(RunJson.IdOf(firstNumber + run), _block.AsSpan(_starts[run] + RunJson.IdOffset));
        }
    }
}
