using KnowledgeBaseClient.Testing;

namespace QuickStart;

/// <summary>The service that the environment names or, when it names none, a stand-in started for the occasion.</summary>
internal sealed class ServiceToUse : IDisposable
{
    public const string KeyVariable = "KNOWLEDGE_BASE_API_KEY";
    public const string AddressVariable = "KNOWLEDGE_BASE_URL";
    public const string IdVariable = "KNOWLEDGE_BASE_ID";

    private readonly KnowledgeBaseServer? _standIn;
    private readonly LivingRuns? _runs;

    private ServiceToUse(string apiKey, Uri address, string knowledgeBaseId, KnowledgeBaseServer? standIn = null, LivingRuns? runs = null)
    {
        ApiKey = apiKey;
        Address = address;
        KnowledgeBaseId = knowledgeBaseId;
        _standIn = standIn;
        _runs = runs;
    }

    public bool IsStandIn => _standIn is not null;

    public string ApiKey { get; }

    public Uri Address { get; }

    public string KnowledgeBaseId { get; }

    public static ServiceToUse From(Func<string, string?> environment)
    {
        string[] names = [KeyVariable, AddressVariable, IdVariable];
        var missing = names.Where(name => string.IsNullOrWhiteSpace(environment(name))).ToList();
        if (missing.Count == names.Length)
        {
            return StartStandIn();
        }

        if (missing.Count > 0)
        {
            throw new SettingsException(
                $"Not set: {string.Join(", ", missing)}. Set all of {string.Join(", ", names)} to use the real service, or none to use a stand-in.");
        }

        // A value that is no address is not quoted: it may be the key in the wrong variable.
        return Uri.TryCreate(environment(AddressVariable), UriKind.Absolute, out var address)
            ? new ServiceToUse(environment(KeyVariable)!, address, environment(IdVariable)!)
            : throw new SettingsException($"{AddressVariable} is not an address: set it to one such as https://backend.noxus.ai.");
    }

    public void Introduce(TextWriter output)
    {
        if (!IsStandIn)
        {
            output.WriteLine($"Asking the service at {Address} about the knowledge base {ColumnText.OneLine(KnowledgeBaseId)}.");
            return;
        }

        output.WriteLine($"""
            No real service is contacted. This program has started a stand-in for it on this machine, a KnowledgeBaseServer
            at {Address}, and asks it over real HTTP about a knowledge base with five example runs.

            To ask the real service instead, set these environment variables:
              {KeyVariable}  your API key
              {AddressVariable}      the address of the service, such as https://backend.noxus.ai
              {IdVariable}       the id of one of your knowledge bases
            """);
    }

    // The stand-in's runs stand still until then.
    public void LetRunsGoOn() => _runs?.Start();

    public void Dispose() => _standIn?.Dispose();

    private static ServiceToUse StartStandIn()
    {
        const string id = "example";
        var server = KnowledgeBaseServer.Start();
        var runs = new LivingRuns(ExampleRuns.Read());
        server.SetRuns(id, runs.Next);
        return new ServiceToUse(server.ApiKey, server.BaseAddress, id, server, runs);
    }
}
