using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient;

// Walks a JSON array run by run as its bytes arrive, over one pooled window that holds what has come and not been taken yet. However long
// the array, it holds no more than one run and what came with it.
internal sealed class RunArrayReader(long maxRunBytes) : IDisposable
{
    private const int InitialWindow = 64 * 1024;

    // Enough to recognise what came, and with room for a key that must be taken out whole.
    private const int LongestExcerpt = 8 * 1024;

    private byte[] _window = ArrayPool<byte>.Shared.Rent(InitialWindow);
    private int _start;
    private int _scanned;
    private int _end;
    private long _windowOffset;
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

    // How many runs were taken so far.
    public int Count { get; private set; }

    // In the answer, of what comes next.
    public long Offset => _windowOffset + _start;

    private ReadOnlySpan<byte> Rest => _window.AsSpan(_start, _end - _start);

    // Room for bytes to arrive in: never empty.
    public Memory<byte> Room()
    {
        if (_end == _window.Length)
        {
            MakeRoom();
        }

        return _window.AsMemory(_end);
    }

    public void Arrived(int count) => _end += count;

    // The next run, if it has arrived whole. Its text lies in the window, which is used again: what is to stay of it must be copied.
    public bool TryTake<T>(Func<RawJson, T> read, out T? run)
    {
        run = default;
        if (!TryFindElement(out var length))
        {
            return false;
        }

        try
        {
            run = read(new RawJson(_window.AsMemory(_start, length)));
        }
        catch (MalformedRunException failure)
        {
            throw Problem($"run {Count + 1} of the answer: {failure.Message}", failure.Position);
        }

        Count++;
        _start += length;
        _scanned = _start;
        _state = State.AfterElement;
        return true;
    }

    // All bytes have arrived.
    public void End()
    {
        if (_state == State.InElement)
        {
            CheckBeginningOfRun();
        }

        if (_state != State.AfterArray)
        {
            var problem = (_state, Offset + Rest.Length) switch
            {
                (State.BeforeArray, 0) => "it is empty",
                (State.BeforeArray, _) => "it is blank",
                _ => $"it ends in the middle, after {Count} whole run(s)",
            };
            throw Problem(problem, Rest.Length, endsEarly: true);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_window);
        _window = [];
        _start = _scanned = _end = 0;
    }

    // What has come of a run may be malformed already: then it is not that the rest is missing.
    private void CheckBeginningOfRun()
    {
        var reader = new Utf8JsonReader(Rest, isFinalBlock: false, new JsonReaderState(RawJson.ReaderOptions));
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException malformed)
        {
            throw Problem($"run {Count + 1} of the answer: it is not well-formed JSON: {malformed.Message}", (int)reader.TokenStartIndex);
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

            _state = After(_window[_start]);
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

        var found = _scanner.Scan(_window.AsSpan(_scanned, _end - _scanned));
        length = found < 0 ? _end - _start : _scanned + found - _start;
        _scanned = _start + length;
        return length <= maxRunBytes ? found >= 0 : throw Problem($"run {Count + 1} of the answer is larger than {maxRunBytes} bytes", 0);
    }

    private bool TrySkipToToken()
    {
        if (_state == State.BeforeArray && Offset == 0 && !TrySkipByteOrderMark())
        {
            return false;
        }

        var token = Rest.IndexOfAnyExcept(" \t\r\n"u8);
        _start = token < 0 ? _end : _start + token;
        return token >= 0;
    }

    // False while it cannot be told whether there is one.
    private bool TrySkipByteOrderMark()
    {
        var mark = "\uFEFF"u8;
        if (Rest.StartsWith(mark))
        {
            _start += mark.Length;
        }

        return Rest.Length > 0 && !(Rest.Length < mark.Length && mark.StartsWith(Rest));
    }

    private State After(byte token) => (_state, token) switch
    {
        (State.BeforeArray, (byte)'[') => State.BeforeFirst,
        (State.BeforeFirst or State.BeforeNext, (byte)'{') => State.InElement,
        (State.BeforeFirst or State.AfterElement, (byte)']') => State.AfterArray,
        (State.AfterElement, (byte)',') => State.BeforeNext,
        (State.BeforeArray, _) => throw Problem($"it is {Describe(token)}", 0),
        (State.BeforeFirst or State.BeforeNext, _) => throw Problem($"run {Count + 1} of the answer is {Describe(token)}", 0),
        (State.AfterElement, _) => throw Problem($"after run {Count} comes neither a comma nor the end of the list", 0),
        _ => throw Problem("something follows the end of the list", 0),
    };

    private static string Describe(byte token) => token switch
    {
        (byte)'<' => "HTML or XML",
        (byte)'{' => "an object",
        (byte)'[' => "an array",
        (byte)'"' => "a string",
        (byte)'n' => "null, or text",
        (byte)'t' or (byte)'f' => "a boolean, or text",
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "a number",
        (byte)',' or (byte)']' or (byte)'}' => "missing",
        0x1F => "compressed",
        _ => "not JSON",
    };

    private MalformedListException Problem(string problem, int position, bool endsEarly = false)
    {
        // From the very beginning of an answer that is none: a key that is sent back must be whole to be taken out.
        var start = Count == 0 && _windowOffset == 0 ? 0 : _start;
        var excerpt = _window.AsSpan(start, Math.Min(_end - start, LongestExcerpt));
        return new MalformedListException(problem, Offset + position, Encoding.UTF8.GetString(excerpt), endsEarly);
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var target = length <= _window.Length / 2 ? _window : ArrayPool<byte>.Shared.Rent(Grown(_window.Length));
        Rest.CopyTo(target);

        if (target != _window)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = target;
        }

        _windowOffset += _start;
        _scanned -= _start;
        _start = 0;
        _end = length;
    }

    private static int Grown(int length) =>
        length < Array.MaxLength ? (int)Math.Min(2L * length, Array.MaxLength) : throw new InsufficientMemoryException("A run of 2 GB cannot be held.");
}
