using System.Globalization;

namespace KnowledgeBaseClient;

// The values of attributes whose number must be bounded.
internal static class TagValues
{
    // The semantic conventions' value for an error of unknown type, such as an exception of a callback.
    public const string OtherError = "_OTHER";

    // The status code of an error response, or else the type of the exception.
    public static string ErrorType(Exception failure) => failure is KnowledgeBaseApiException response
        ? ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)
        : failure.GetType().FullName!;

    // A service can return any text as a status.
    public static string Status(RunStatus status) => status.IsKnown ? status.Value : "other";
}
