using System.Text;
using static KnowledgeBaseClient.Tests.Robustness.Faults.FaultTable;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Compressed bodies: complete, truncated, too large, or not compressed at all.</summary>
internal static class CompressionFaults
{
    public static IEnumerable<Fault> All =>
    [
        Fault.Tolerated("unknown encoding in the header only", Reply.Status(200, Valid, ("Content-Encoding", "unknown"))),
        .. Compressed.Encodings.SelectMany(WithEncoding),
        .. Compressed.Encodings.SelectMany(Truncated),
    ];

    private static IEnumerable<Fault> WithEncoding(string encoding)
    {
        yield return Fault.Tolerated(encoding, Compressed.Whole(encoding, Valid));
        yield return Fault.ForFewerIds<InvalidResponseException>(
            $"{encoding} bomb", Compressed.Bomb(encoding, 16 * FaultCall.MaxResponseBytes));
        yield return Fault.Permanent<InvalidResponseException>(
            $"{encoding} in the header only", Reply.Status(200, Valid, ("Content-Encoding", encoding)));
    }

    private static IEnumerable<Fault> Truncated(string encoding)
    {
        var compressed = Compressed.Compress(encoding, Encoding.UTF8.GetBytes(Valid));
        int[] lengths = [0, 1, compressed.Length / 3, compressed.Length * 3 / 4, compressed.Length - 12];
        return
            from framing in Compressed.Framings
            from length in lengths
            let runs = CompleteRuns(Compressed.DecompressedLength(encoding, compressed[..length]))
            select Fault.Transient<KnowledgeBaseConnectionException>(
                $"{encoding} truncated at byte {length}, framing {framing}",
                Compressed.Framed(encoding, framing, compressed[..length]),
                runs);
    }
}
