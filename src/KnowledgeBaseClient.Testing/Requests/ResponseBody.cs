using System.Text;

namespace KnowledgeBaseClient.Testing;

// A body in pieces, so that a list of many runs refers to their JSON instead of copying it.
internal sealed class ResponseBody
{
    public static readonly ResponseBody Empty = new([]);

    public ResponseBody(IReadOnlyList<byte[]> pieces)
    {
        Pieces = pieces;
        foreach (var piece in pieces)
        {
            Length += piece.Length;
        }
    }

    public IReadOnlyList<byte[]> Pieces { get; }

    public long Length { get; }

    public static ResponseBody FromText(string text) => text.Length == 0 ? Empty : new([Encoding.UTF8.GetBytes(text)]);

    public byte[] ToArray()
    {
        var (array, position) = (new byte[Length], 0);
        foreach (var piece in Pieces)
        {
            piece.CopyTo(array, position);
            position += piece.Length;
        }

        return array;
    }
}
