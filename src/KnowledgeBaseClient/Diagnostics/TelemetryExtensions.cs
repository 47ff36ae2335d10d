using System.Diagnostics;

namespace KnowledgeBaseClient;

internal static class TelemetryExtensions
{
    // For an exception filter: records the failure and lets it pass.
    public static bool Observe(this CallTelemetry? call, Exception failure)
    {
        call?.Fail(failure);
        return false;
    }

    // For an iterator, which cannot catch: makes the span current, and records a failure.
    public static async ValueTask<bool> ObserveAsync(this CallTelemetry call, Func<ValueTask<bool>> moveNext)
    {
        call.Enter();
        try
        {
            return await moveNext().ConfigureAwait(false);
        }
        catch (Exception failure) when (call.Observe(failure))
        {
            throw;
        }
    }

    // The build for net8.0, which .NET 9 also uses, can add links only when it creates a span.
    public static void Link(this Activity activity, Activity other)
    {
#if NET9_0_OR_GREATER
        activity.AddLink(new ActivityLink(other.Context));
#endif
    }

    public static void Fail(this Activity? activity, Exception failure) => activity.Fail(TagValues.ErrorType(failure), failure);

    // Exceptions of this library never contain the API key. Others may, so their messages are left out.
    public static void Fail(this Activity? activity, string errorType, Exception? failure) => activity?
        .SetTag(TagNames.ErrorType, errorType)
        .SetStatus(ActivityStatusCode.Error, failure is KnowledgeBaseException ? failure.Message : null);
}
