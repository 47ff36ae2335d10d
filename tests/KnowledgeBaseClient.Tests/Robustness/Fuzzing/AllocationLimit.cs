#if NET10_0_OR_GREATER
namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The maximum that a call may allocate: runs take more memory than their JSON, each read has a state, and a failure has a message.
internal static class AllocationLimit
{
    private const long PerByte = 64;
    private const long PerRead = 1024;
    private const long PerCall = 512 * 1024;

    public static long Of(long bytes, long reads) => (PerByte * bytes) + (PerRead * reads) + PerCall;
}
#endif
