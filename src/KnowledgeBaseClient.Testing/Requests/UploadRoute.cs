using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// Uploads documents, as the vendor's public documentation describes it: one run per document.
internal static class UploadRoute
{
    public static async ValueTask<SimulatedResponse> RespondAsync(
        KnowledgeBaseSimulator simulator, ReceivedRequest request, Stream body, FaultEffect effect, CancellationToken cancellationToken)
    {
        try
        {
            var limited = new CutStream(body, effect.CutRequestAfter);
            var documents = await MultipartDocuments.ReadAsync(request, limited, cancellationToken).ConfigureAwait(false);
            if (documents.Count == 0)
            {
                return NoDocuments();
            }

            return Ingest(simulator.KnowledgeBase(request.KnowledgeBaseId!), documents);
        }
        catch (RequestCutException)
        {
            return SimulatedResponse.Disconnect;
        }
        catch (InvalidDataException)
        {
            return SimulatedResponse.Error(400, "There was an error parsing the body");
        }
    }

    // As FastAPI reports a parameter that is missing.
    public static SimulatedResponse NoDocuments() => SimulatedResponse.Json(
        422, """{"detail":[{"type":"missing","loc":["body","files"],"msg":"Field required","input":null}]}""");

    private static SimulatedResponse Ingest(SimulatedKnowledgeBase knowledgeBase, IReadOnlyList<UploadedDocument> documents)
    {
        try
        {
            return SimulatedResponse.Json(200, JsonSerializer.Serialize(knowledgeBase.Ingest(documents)));
        }
        catch (Exception failure)
        {
            // Code of the test failed.
            return SimulatedResponse.Error(failure);
        }
    }
}
