using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace KnowledgeBaseClient;

// Connects the request budget with the HTTP requests of a client.
internal static class BudgetRegistration
{
    public static void Add(IHttpClientBuilder builder, string? serviceKey)
    {
        builder.Services.TryAddSingleton<RequestBudgets>();
        builder.Services.TryAddSingleton<SiloFailure>();

        // After the client has put its key handler around the primary handler. Next to the sending of a request, so that retries of the
        // application's handlers take a token too, and none is delayed by them.
        builder.Services.AddOptions<HttpClientFactoryOptions>(builder.Name)
            .PostConfigure(factory => factory.HttpMessageHandlerBuilderActions.Add(handlers => Connect(handlers, serviceKey ?? "")));
    }

    private static void Connect(HttpMessageHandlerBuilder handlers, string optionsName)
    {
        if (handlers.PrimaryHandler is ApiKeyHandler keyHandler
            && handlers.Services.GetRequiredService<RequestBudgets>().OfClient(optionsName) is { } limiter)
        {
            keyHandler.BeforeSend = (address, cancellationToken) => limiter.WaitAsync(KnowledgeBasePath.IdOf(address), cancellationToken);
        }
    }
}
