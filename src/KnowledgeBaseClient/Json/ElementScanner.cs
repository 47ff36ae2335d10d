namespace KnowledgeBaseClient;

// Finds the end of a JSON object by its brackets alone, in as many pieces as it comes. Whether the object is well-formed inside is for its
// reader to say.
internal struct ElementScanner
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    // The length of the part of the piece that belongs to the object, or -1 when all of it does and more is to come.
    public int Scan(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            var current = piece[i];
            if (_inString)
            {
                if (_escaped) { _escaped = false; }
                else if (current == '\\') { _escaped = true; }
                else if (current == '"') { _inString = false; }
            }
            else if (current == '"') { _inString = true; }
            else if (current is (byte)'{' or (byte)'[') { _depth++; }
            else if (current is (byte)'}' or (byte)']' && --_depth == 0) { return i + 1; }
        }

        return -1;
    }
}
