using System.Text.Json;

namespace KnowledgeBaseClient;

// Describes JSON values and errors for exception messages.
internal static class JsonDescription
{
    public static string Of(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };

    // Without the runtime's line number and full stop: messages of this library report the offset in the response instead.
    public static string Of(JsonException error)
    {
        var position = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (position < 0 ? error.Message : error.Message[..position]).TrimEnd('.');
    }
}
