using KnowledgeBaseClient.Tests.Polling;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Makes the clients of the waiting tests poll through a fleet: a replica and the poller of the cluster, without silos.</summary>
internal static class WaitingClients
{
    public static IResolveConstraint IsCopyOf(Exception cause) =>
        Has.Message.EqualTo($"{cause.GetType().Name}: {cause.Message}");

    public static RunsClient CreateClient(ClientServices services) =>
        new(services, new InProcessFleet(InProcessFleet.Unlimited, TimeSpan.Zero).CreatePollers);
}
