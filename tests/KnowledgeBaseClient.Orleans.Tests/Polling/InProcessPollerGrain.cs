using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace KnowledgeBaseClient.Polling;

/// <summary>Calls a hub as the grain does, with copies of the messages as another silo would receive them.</summary>
internal sealed class InProcessPollerGrain(PollerHub hub) : IPollerGrain
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    /// <summary>Fails a call, while it is not null.</summary>
    public Exception? Failure { get; set; }

    public List<PollerRequest> Requests { get; } = [];

    public async Task<PollerResponse> AskAsync(PollerRequest request)
    {
        lock (Requests)
        {
            Requests.Add(request);
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        return Copy(await hub.AskAsync(Copy(request)));
    }

    private static T Copy<T>(T message)
        where T : class => Serializer.Deserialize<T>(Serializer.SerializeToArray(message))!;
}
