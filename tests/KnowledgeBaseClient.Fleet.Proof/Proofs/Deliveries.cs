namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>What the handlers have received of the durable waits.</summary>
internal sealed class Deliveries(IReadOnlyCollection<Delivery> deliveries)
{
    private readonly ILookup<string, Delivery> _byWait =
        deliveries.OrderBy(delivery => delivery.Timestamp).ToLookup(delivery => delivery.WaitId);

    public int Delivered => _byWait.Count;

    public int Wrong => deliveries.Count(delivery => !delivery.IsRight);

    public int DeliveredTwice => _byWait.Count(wait => wait.Count() > 1);

    /// <summary>The number of deliveries whose attempt is not higher than that of an earlier delivery of the same wait.</summary>
    public int OutOfOrder => _byWait.Sum(wait => wait.Zip(wait.Skip(1)).Count(pair => pair.Second.Attempt <= pair.First.Attempt));

    public void AddTo(ProofResult result, int waits)
    {
        result.Add($"delivered {Delivered}, lost {waits - Delivered}, wrong {Wrong}, twice {DeliveredTwice}, out of order {OutOfOrder}");
        result.Aim("every durable wait is delivered", Delivered == waits);
        result.Aim("no delivery is wrong", Wrong == 0);
        result.Aim("every delivery has a higher attempt than the one before", OutOfOrder == 0);
    }
}
