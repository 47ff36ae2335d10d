using KnowledgeBaseClient.Testing;
using QuickStart.Output;

namespace QuickStart.Service;

/// <summary>The service to call: the real one if the environment variables are set, otherwise a simulator on this machine.</summary>
internal sealed class ServiceConnection(string apiKey, Uri baseAddress, string knowledgeBaseId, KnowledgeBaseServer? simulator = null)
    : IDisposable
{
    private const string ApiKeyVariable = "KNOWLEDGE_BASE_API_KEY";
    private const string AddressVariable = "KNOWLEDGE_BASE_URL";
    private const string IdVariable = "KNOWLEDGE_BASE_ID";

    public string ApiKey => apiKey;

    public Uri BaseAddress => baseAddress;

    public string KnowledgeBaseId => knowledgeBaseId;

    public bool IsSimulated => simulator is not null;

    public string Description => IsSimulated
        ? $"""
            No real service is contacted. This program starts a simulator on this machine, a KnowledgeBaseServer
            at {baseAddress}, and calls it over HTTP. It has one knowledge base with five runs.

            To call the real service, set these environment variables:
              {ApiKeyVariable}  your API key
              {AddressVariable}      the address of the service, for example https://backend.noxus.ai
              {IdVariable}       the id of one of your knowledge bases
            """
        : $"Calling the service at {baseAddress} for knowledge base {ConsoleText.ToSingleLine(knowledgeBaseId)}.";

    public static ServiceConnection FromEnvironment(Func<string, string?> getVariable)
    {
        string[] names = [ApiKeyVariable, AddressVariable, IdVariable];
        string[] missing = [.. names.Where(name => string.IsNullOrWhiteSpace(getVariable(name)))];
        if (missing.Length == names.Length)
        {
            return StartSimulator();
        }

        if (missing.Length > 0)
        {
            throw new SettingsException(
                $"Not set: {string.Join(", ", missing)}. "
                + $"Set all of {string.Join(", ", names)} to call the real service, or none of them to use the simulator.");
        }

        // The message does not quote the value, which may be the API key in the wrong variable.
        return Uri.TryCreate(getVariable(AddressVariable), UriKind.Absolute, out var address)
            ? new ServiceConnection(getVariable(ApiKeyVariable)!, address, getVariable(IdVariable)!)
            : throw new SettingsException(
                $"{AddressVariable} is not an absolute URL. Set it to the address of the service, for example https://backend.noxus.ai.");
    }

    public void Dispose() => simulator?.Dispose();

    private static ServiceConnection StartSimulator()
    {
        const string id = "example";
        var server = KnowledgeBaseServer.Start();
        SimulatedIngestion.Fill(server.Simulator.KnowledgeBase(id));
        return new ServiceConnection(server.ApiKey, server.BaseAddress, id, server);
    }
}
