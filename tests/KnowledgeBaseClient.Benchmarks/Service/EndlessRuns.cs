using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>A list of at least so many bytes that is nowhere held in memory: one block of large runs over and over, each time with other ids.</summary>
internal sealed class EndlessRuns
{
    private const string Prefix = "/v1/knowledge-bases/bytes-";
    private const string Suffix = "/runs";
    private const int RunsInBlock = 16;

    private readonly byte[] _block;
    private readonly int[] _starts = new int[RunsInBlock];
    private readonly long _blocks;

    private EndlessRuns(long bytes)
    {
        using var block = new MemoryStream();
        for (var number = 0; number < RunsInBlock; number++)
        {
            block.WriteByte((byte)',');
            _starts[number] = (int)block.Length;
            block.Write(RunText.Of(RunsSize.Large, number));
        }

        _block = block.ToArray();
        _blocks = (bytes + _block.Length - 1) / _block.Length;
    }

    public static string KnowledgeBaseId(long bytes) => string.Create(CultureInfo.InvariantCulture, $"bytes-{bytes}");

    public static bool TryParse(string target, [NotNullWhen(true)] out EndlessRuns? runs)
    {
        runs = target.StartsWith(Prefix, StringComparison.Ordinal) && target.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(target.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new EndlessRuns(bytes)
            : null;
        return runs is not null;
    }

    public async Task SendAsync(Socket socket)
    {
        await RunsAnswers.SendAllAsync(socket, RunsAnswers.Head("200 OK", (_blocks * _block.Length) + 2));
        await RunsAnswers.SendAllAsync(socket, "["u8.ToArray());
        for (var block = 0L; block < _blocks; block++)
        {
            // The comma before the first run of all.
            _block[0] = block == 0 ? (byte)' ' : (byte)',';
            Number((int)block * RunsInBlock);
            await RunsAnswers.SendAllAsync(socket, _block);
        }

        await RunsAnswers.SendAllAsync(socket, "]"u8.ToArray());
    }

    private void Number(int first)
    {
        for (var run = 0; run < RunsInBlock; run++)
        {
            Encoding.ASCII.GetBytes(RunText.IdOf(first + run), _block.AsSpan(_starts[run] + RunText.IdOffset));
        }
    }
}
