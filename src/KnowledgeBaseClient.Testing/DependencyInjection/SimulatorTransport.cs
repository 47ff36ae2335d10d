using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace KnowledgeBaseClient.Testing;

// Puts a simulator in place of the network of every registered client.
internal sealed class SimulatorTransport(KnowledgeBaseSimulator simulator) : IHttpMessageHandlerBuilderFilter
{
    private const string ClientName = "KnowledgeBaseClient";

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name != ClientName && builder.Name?.StartsWith($"{ClientName}:", StringComparison.Ordinal) != true)
        {
            return;
        }

        if (builder.Services.GetService<TimeProvider>() != simulator.Clock)
        {
            throw new InvalidOperationException(
                "The TimeProvider of the container is not the clock of the simulator, so its runs would not progress with the client. "
                + "Create the simulator with that clock, or call AddKnowledgeBaseSimulator after the clock was registered.");
        }

        // The client has put its handler that adds the API key around the primary handler of the application.
        if (builder.PrimaryHandler is not DelegatingHandler { InnerHandler: { } network } keyHandler)
        {
            throw new InvalidOperationException(
                "The versions of the packages KnowledgeBaseClient and KnowledgeBaseClient.Testing differ: use the same one.");
        }

        network.Dispose();
        keyHandler.InnerHandler = simulator.CreateHandler();
    };
}
