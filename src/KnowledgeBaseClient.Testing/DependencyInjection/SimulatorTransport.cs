using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace KnowledgeBaseClient.Testing;

// Puts a simulator in place of the network of every registered client.
internal sealed class SimulatorTransport(KnowledgeBaseSimulator simulator) : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);

        // Of a client of this library: around the primary handler of the application.
        if (FindKeyHandler(builder.PrimaryHandler) is { } keyHandler)
        {
            CheckClock(builder.Services.GetService<TimeProvider>());
            keyHandler.InnerHandler = simulator.CreateHandler();
        }
    };

    private static ApiKeyHandler? FindKeyHandler(HttpMessageHandler? handler) =>
        handler as ApiKeyHandler ?? (handler is DelegatingHandler outer ? FindKeyHandler(outer.InnerHandler) : null);

    private void CheckClock(TimeProvider? clock)
    {
        if (clock != simulator.Clock)
        {
            throw new InvalidOperationException(
                "The TimeProvider of the container is not the clock of the simulator, so its runs would not progress with the client. "
                + "Create the simulator with that clock, or call AddKnowledgeBaseSimulator after the clock was registered.");
        }
    }
}
