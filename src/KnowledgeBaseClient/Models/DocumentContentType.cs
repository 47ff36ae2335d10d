using System.Net.Http.Headers;

namespace KnowledgeBaseClient;

// The media types of documents that people upload. .NET has no table of them.
internal static class DocumentContentType
{
    private const string Default = "application/octet-stream";

    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "text/csv",
        [".doc"] = "application/msword",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".eml"] = "message/rfc822",
        [".epub"] = "application/epub+zip",
        [".htm"] = "text/html",
        [".html"] = "text/html",
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".json"] = "application/json",
        [".md"] = "text/markdown",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".ppt"] = "application/vnd.ms-powerpoint",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".rtf"] = "application/rtf",
        [".tsv"] = "text/tab-separated-values",
        [".txt"] = "text/plain",
        [".xls"] = "application/vnd.ms-excel",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".xml"] = "application/xml",
        [".zip"] = "application/zip",
    };

    public static string Of(string fileName) => Known.GetValueOrDefault(Path.GetExtension(fileName), Default);

    public static string Check(string contentType, string parameter) =>
        MediaTypeHeaderValue.TryParse(contentType, out _)
            ? contentType
            : throw new ArgumentException(
                $"'{contentType}' is not a media type: pass one such as application/pdf, or null for the one of the extension.", parameter);
}
