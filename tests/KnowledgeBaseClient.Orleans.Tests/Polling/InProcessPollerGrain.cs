using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>Calls a hub as the grain does, with copies of the messages as another silo would receive them.</summary>
internal sealed class InProcessPollerGrain(InProcessFleet fleet, Func<PollerHub> createHub) : IPollerGrain
{
    private readonly List<byte[]> _messages = [];
    private int _lostResponses;

    public static Serializer Serializer { get; } =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public PollerHub Hub { get; private set; } = createHub();

    /// <summary>All requests and responses, as bytes.</summary>
    public IReadOnlyList<byte[]> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Loses the next responses with a result, after the hub has processed the requests.</summary>
    public void LoseResponses(int count) => _lostResponses = count;

    /// <summary>The poller moves to another silo, whose hub knows no replica.</summary>
    public void Move()
    {
        var previous = Hub;
        Hub = createHub();
        previous.Close();
    }

    /// <summary>The poller moves, while calls to the previous one are still waiting.</summary>
    public void MoveUnnoticed() => Hub = createHub();

    public async Task<PollerResponse> AskAsync(PollerRequest request)
    {
        if (fleet.Failure is { } failure)
        {
            throw failure;
        }

        var response = Copy(await Hub.AskAsync(Copy(request)));
        await (response.Results.Count > 0 ? fleet.Gate : Task.CompletedTask);
        if (response.Results.Count > 0 && _lostResponses > 0)
        {
            _lostResponses--;
            throw new TimeoutException("The response was lost.");
        }

        return response;
    }

    private T Copy<T>(T message)
        where T : class
    {
        var bytes = Serializer.SerializeToArray(message);
        lock (_messages)
        {
            _messages.Add(bytes);
        }

        return Serializer.Deserialize<T>(bytes)!;
    }
}
