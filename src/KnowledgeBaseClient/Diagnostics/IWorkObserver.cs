namespace KnowledgeBaseClient;

// Implemented by a TimeProvider that advances itself in tests: time does not pass while the client works. The package
// KnowledgeBaseClient.Testing implements it, possibly in another version, so do not change it.
internal interface IWorkObserver
{
    // Work of the client, until it is disposed: a poll or a call, or the code of the caller that processes what a poll has delivered.
    IDisposable BeginWork(bool isOfCaller);

    // The current asynchronous flow belongs to this work. While a delay of the flow is pending, the work waits.
    void EnterWork(IDisposable work);
}
