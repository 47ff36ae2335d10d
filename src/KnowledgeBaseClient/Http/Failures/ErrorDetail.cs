using System.Text.Json;

namespace KnowledgeBaseClient;

// The "detail" of an error response in the shapes of FastAPI, which the service uses: a text, a list of validation errors, or any other
// JSON.
internal sealed record ErrorDetail(string? Text, IReadOnlyList<RequestError> Errors)
{
    public static ErrorDetail None { get; } = new(null, []);

    public static ErrorDetail Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray(), RawJson.DocumentOptions);
            var response = document.RootElement;
            return response.ValueKind == JsonValueKind.Object && response.TryGetProperty("detail", out var detail) ? From(detail) : None;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // HTML, an empty body, truncated JSON or a lone surrogate: the exception carries the body itself.
            return None;
        }
    }

    private static ErrorDetail From(JsonElement detail)
    {
        switch (detail.ValueKind)
        {
            case JsonValueKind.Null:
                return None;
            case JsonValueKind.String:
                return new ErrorDetail(detail.GetString(), []);
            case JsonValueKind.Array:
                RequestError[] errors = [.. detail.EnumerateArray().Select(ErrorFrom)];
                return new ErrorDetail(string.Join("; ", errors.Select(error => error.ToString())), errors);
            default:
                return new ErrorDetail(detail.GetRawText(), []);
        }
    }

    private static RequestError ErrorFrom(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new RequestError([], TextOf(error), "");
        }

        var location = error.TryGetProperty("loc", out var loc)
            ? loc.ValueKind == JsonValueKind.Array ? loc.EnumerateArray().Select(TextOf).ToArray() : [TextOf(loc)]
            : [];
        return new RequestError(
            location,
            error.TryGetProperty("msg", out var message) ? TextOf(message) : error.GetRawText(),
            error.TryGetProperty("type", out var type) ? TextOf(type) : "");
    }

    private static string TextOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
}
