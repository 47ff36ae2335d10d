using System.Runtime.ExceptionServices;

namespace KnowledgeBaseClient;

// The progress of one upload, whose requests report to it concurrently. The receiver is called by one thread at a time. Thread-safe.
internal sealed class UploadProgressTracker(int files, long? bytes, IProgress<UploadProgress>? receiver)
{
    // A report for every buffer would be many.
    private const long BytesPerReport = 1024 * 1024;

    private readonly object _lock = new();
    private readonly List<string> _runIds = [];
    private UploadProgress _progress = new() { TotalFiles = files, TotalBytes = bytes };
    private long _bytesReported;
    private bool _isClosed;
    private ExceptionDispatchInfo? _failure;

    // The receiver has thrown. It is not called again, and the requests in flight continue.
    public ExceptionDispatchInfo? Failure
    {
        get
        {
            lock (_lock)
            {
                return _failure;
            }
        }
    }

    public void Add(long sentBytes, int sentFiles)
    {
        lock (_lock)
        {
            _progress = _progress with { BytesSent = _progress.BytesSent + sentBytes, FilesSent = _progress.FilesSent + sentFiles };
            if (sentFiles > 0 || _progress.BytesSent - _bytesReported >= BytesPerReport)
            {
                Report();
            }
        }
    }

    // No report: the next one follows with the next document.
    public void Subtract(long sentBytes, int sentFiles)
    {
        lock (_lock)
        {
            _progress = _progress with { BytesSent = _progress.BytesSent - sentBytes, FilesSent = _progress.FilesSent - sentFiles };
            _bytesReported = Math.Min(_bytesReported, _progress.BytesSent);
        }
    }

    public void Accept(int acceptedFiles, IReadOnlyList<string> runIds)
    {
        lock (_lock)
        {
            _runIds.AddRange(runIds);
            _progress = _progress with { FilesAccepted = _progress.FilesAccepted + acceptedFiles, RunIds = _runIds };
            Report();
        }
    }

    // A document may still be read after its request has ended.
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }

    private void Report()
    {
        _bytesReported = _progress.BytesSent;
        if (_isClosed)
        {
            return;
        }

        try
        {
            receiver?.Report(_progress);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            _isClosed = true;
        }
    }
}
