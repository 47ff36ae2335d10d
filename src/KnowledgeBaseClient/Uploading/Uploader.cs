namespace KnowledgeBaseClient;

// The uploads of one client.
internal sealed class Uploader(ClientServices services)
{
    private readonly RetryPolicy _retries = new(services);

    public async Task<IReadOnlyList<string>> UploadAsync(
        string knowledgeBaseId, IEnumerable<DocumentUpload> documents, UploadOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documents);
        Identifier.Check(knowledgeBaseId, nameof(knowledgeBaseId), "knowledge base id");
        options = UploadOptionsValidator.CopyAndValidate(options);
        services.ThrowIfDisposed();
        var plan = UploadPlan.Create(documents, options, services.Redactor);
        using var telemetry = services.Telemetry.StartCall(Operations.Upload, knowledgeBaseId);
        try
        {
            var runIds = await new Upload(services, _retries, knowledgeBaseId, plan, options, cancellationToken)
                .RunAsync()
                .ConfigureAwait(false);
            telemetry?.AddRuns(runIds.Count);
            return runIds;
        }
        catch (Exception failure) when (telemetry.Observe(failure))
        {
            throw;
        }
    }
}
