using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KnowledgeBaseClient.Testing;

// Reads the documents of an upload, of which only the beginning stays in memory.
internal static class MultipartDocuments
{
    private const int MaxContent = 1024 * 1024;

    // Empty if the body contains no documents. Throws InvalidDataException or IOException if it is no multipart body, or is incomplete.
    public static async Task<IReadOnlyList<UploadedDocument>> ReadAsync(
        ReceivedRequest request, Stream body, CancellationToken cancellationToken)
    {
        if (!request.Headers.TryGetValue("Content-Type", out var header)
            || !MediaTypeHeaderValue.TryParse(header, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), body);
        var documents = new List<UploadedDocument>();
        while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name) == "files"
                && FileNameOf(disposition) is { } name)
            {
                var (content, length) = await ReadAsync(section.Body, cancellationToken).ConfigureAwait(false);
                documents.Add(new UploadedDocument(name, content, length)
                {
                    ContentType = section.ContentType,
                    Prefix = request.Prefix,
                    UploadedAt = request.ReceivedAt,
                });
            }
        }

        return documents;
    }

    // As it was sent. The FileName of ASP.NET Core is decoded like the subject of a mail.
    private static string? FileNameOf(ContentDispositionHeaderValue disposition) => disposition.Parameters
        .Where(parameter => parameter.Name.Equals("filename", StringComparison.OrdinalIgnoreCase))
        .Select(parameter => HeaderUtilities.RemoveQuotes(parameter.Value).ToString())
        .FirstOrDefault();

    private static async Task<(byte[] Content, long Length)> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var (content, length) = (new ArrayBufferWriter<byte>(), 0L);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            length += count;
            content.Write(buffer.AsSpan(0, Math.Min(count, MaxContent - content.WrittenCount)));
        }

        return (content.WrittenSpan.ToArray(), length);
    }
}
