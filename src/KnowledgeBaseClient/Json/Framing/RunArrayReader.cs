using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Splits a JSON array into its runs while the bytes arrive. The pooled buffer holds only the bytes that have not been read yet: one run
// and the rest of the last network read, however long the array is.
internal sealed class RunArrayReader(long maxRunBytes) : IDisposable
{
    private const int InitialBufferSize = 64 * 1024;

    // Long enough to recognize the content, and to contain an echoed API key completely, so that the key can be redacted.
    private const int MaxExcerptBytes = 8 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBufferSize);
    private int _start;
    private int _scanned;
    private int _end;
    private long _bufferOffset;
    private State _state = State.BeforeArray;
    private ElementScanner _scanner;

    private enum State
    {
        BeforeArray,
        BeforeFirst,
        BeforeNext,
        InElement,
        AfterElement,
        AfterArray,
    }

    // The number of runs read so far.
    public int Count { get; private set; }

    // The position of the next unread byte in the response.
    public long Offset => _bufferOffset + _start;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public static MalformedListException TooLarge(string what, long limit, long offset) =>
        new($"{what} is larger than {limit} bytes", offset, "", endsEarly: false) { IsTooLarge = true };

    // Returns free memory to receive bytes into. Never empty.
    public Memory<byte> GetMemory()
    {
        if (_end == _buffer.Length)
        {
            CompactOrGrow();
        }

        return _buffer.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    // Reads the next run if all of it has arrived. The text is a slice of the buffer and is overwritten later: the delegate must copy
    // what it keeps.
    public bool TryReadRun<T>(Func<RawJson, T> read, out T? run)
    {
        run = default;
        if (!TryFindElement(out var length))
        {
            return false;
        }

        try
        {
            run = read(new RawJson(_buffer.AsMemory(_start, length)));
        }
        catch (MalformedRunException failure)
        {
            throw Malformed($"run {Count + 1} of the response: {failure.Problem}", failure.Position);
        }

        Count++;
        _start += length;
        _scanned = _start;
        _state = State.AfterElement;
        return true;
    }

    // To be called after the last byte. Throws if the array is incomplete.
    public void Complete()
    {
        if (_state == State.InElement)
        {
            CheckIncompleteRun();
        }

        if (_state != State.AfterArray)
        {
            var problem = (_state, Offset + Unread.Length) switch
            {
                (State.BeforeArray, 0) => "the body is empty",
                (State.BeforeArray, _) => "the body contains only white space",
                _ => $"the body ends early, after {Count} complete {(Count == 1 ? "run" : "runs")}",
            };
            throw Malformed(problem, Unread.Length, endsEarly: true);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _scanned = _end = 0;
    }

    // If the received part of a run is malformed, the response is not merely truncated, and a retry would not help.
    private void CheckIncompleteRun()
    {
        var reader = new Utf8JsonReader(Unread, isFinalBlock: false, new JsonReaderState(RawJson.ReaderOptions));
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            throw Malformed(
                $"run {Count + 1} of the response: {MalformedRunException.NotWellFormed(error)}", (int)reader.TokenStartIndex);
        }
    }

    private bool TryFindElement(out int length)
    {
        length = 0;
        while (_state != State.InElement)
        {
            if (!TrySkipToToken())
            {
                return false;
            }

            _state = GetNextState(_buffer[_start]);
            if (_state == State.InElement)
            {
                _scanner = default;
                _scanned = _start;
            }
            else
            {
                _start++;
            }
        }

        var found = _scanner.Scan(_buffer.AsSpan(_scanned, _end - _scanned));
        length = found < 0 ? _end - _start : _scanned + found - _start;
        _scanned = _start + length;
        return length <= maxRunBytes
            ? found >= 0
            : throw TooLarge($"run {Count + 1} of the response", maxRunBytes, Offset);
    }

    private bool TrySkipToToken()
    {
        if (_state == State.BeforeArray && Offset == 0 && !TrySkipByteOrderMark())
        {
            return false;
        }

        var token = Unread.IndexOfAnyExcept(" \t\r\n"u8);
        _start = token < 0 ? _end : _start + token;
        return token >= 0;
    }

    // Returns false if more bytes are needed to decide whether the body starts with a byte order mark.
    private bool TrySkipByteOrderMark()
    {
        var mark = "\uFEFF"u8;
        if (Unread.StartsWith(mark))
        {
            _start += mark.Length;
        }

        return Unread.Length > 0 && !(Unread.Length < mark.Length && mark.StartsWith(Unread));
    }

    private State GetNextState(byte token) => (_state, token) switch
    {
        (State.BeforeArray, (byte)'[') => State.BeforeFirst,
        (State.BeforeFirst or State.BeforeNext, (byte)'{') => State.InElement,
        (State.BeforeFirst or State.AfterElement, (byte)']') => State.AfterArray,
        (State.AfterElement, (byte)',') => State.BeforeNext,
        (State.BeforeArray, _) => throw Malformed($"the body is {Describe(token)}", 0),
        (State.BeforeFirst or State.BeforeNext, _) => throw Malformed($"run {Count + 1} of the response is {DescribeElement(token)}", 0),
        (State.AfterElement, _) => throw Malformed($"expected a comma or the end of the array after run {Count} of the response", 0),
        _ => throw Malformed("unexpected data after the end of the array", 0),
    };

    private static string DescribeElement(byte token) => token is (byte)',' or (byte)']' or (byte)'}' ? "missing" : Describe(token);

    private static string Describe(byte token) => token switch
    {
        (byte)'<' => "HTML or XML",
        (byte)'{' => "an object",
        (byte)'[' => "an array",
        (byte)'"' => "a string",
        (byte)'n' => "null or plain text",
        (byte)'t' or (byte)'f' => "a boolean or plain text",
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "a number",
        0x1F => "compressed",
        _ => "not JSON",
    };

    private MalformedListException Malformed(string problem, int position, bool endsEarly = false)
    {
        // A body without any run is quoted from its first byte: an API key that the server echoes can only be redacted if it is complete.
        var start = Count == 0 && _bufferOffset == 0 ? 0 : _start;
        var excerpt = _buffer.AsSpan(start, Math.Min(_end - start, MaxExcerptBytes));
        return new MalformedListException(problem, Offset + position, Encoding.UTF8.GetString(excerpt), endsEarly);
    }

    private void CompactOrGrow()
    {
        var length = _end - _start;
        var target = length <= _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent(GetLargerSize(_buffer.Length));
        Unread.CopyTo(target);

        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _bufferOffset += _start;
        _scanned -= _start;
        _start = 0;
        _end = length;
    }

    private static int GetLargerSize(int size) => size < Array.MaxLength
        ? (int)Math.Min(2L * size, Array.MaxLength)
        : throw new InsufficientMemoryException($"A run is larger than {Array.MaxLength} bytes, the largest array in .NET.");
}
