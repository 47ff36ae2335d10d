using System.Net;

namespace KnowledgeBaseClient;

// Whether the service has events of runs, which its API reference does not mention. Shared by all calls of a client. Thread-safe.
internal sealed class EventSupport(ClientServices services)
{
    private volatile bool _isConfirmed;
    private int _isMissing;

    public bool IsMissing => Volatile.Read(ref _isMissing) == 1;

    public void Confirm() => _isConfirmed = true;

    // Statuses of a service without this endpoint. One that has sent events before may only not know the run.
    public void Observe(Exception failure)
    {
        if (!_isConfirmed && IsNotSupported(failure) && Interlocked.Exchange(ref _isMissing, 1) == 0)
        {
            PollingEvents.EventsNotSupported(services.Telemetry.Polling, failure.Message);
        }
    }

    public static bool IsNotSupported(Exception failure) => failure is KnowledgeBaseApiException
    {
        StatusCode: HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented,
    };
}
