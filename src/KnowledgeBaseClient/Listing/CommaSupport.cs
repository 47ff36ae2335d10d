namespace KnowledgeBaseClient;

// Whether the service understands several run ids with commas between them, which its API reference does not promise. Shared by all calls
// of a client. Thread-safe.
internal sealed class CommaSupport(ClientServices services)
{
    private volatile bool _isConfirmed;
    private volatile bool _isMissing;
    private int _probes;

    public bool IsUnknown => !_isConfirmed && !_isMissing;

    public bool IsMissing => _isMissing;

    public int MaxIdsPerRequest => _isMissing ? 1 : services.Settings.MaxRunIdsPerRequest;

    public void Confirm() => _isConfirmed = true;

    // From now on, each request carries one id.
    public void MarkMissing()
    {
        if (IsUnknown)
        {
            _isMissing = true;
            CallEvents.CommasNotSupported(services.Telemetry.Calls, OptionNames.MaxRunIdsPerRequest);
        }
    }

    // The number of a probe, from 0.
    public int BeginProbe() => (Interlocked.Increment(ref _probes) - 1) & int.MaxValue;
}
