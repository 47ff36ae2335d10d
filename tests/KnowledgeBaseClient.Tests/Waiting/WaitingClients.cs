using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Creates the clients under test. The tests of the fleet run the same tests with pollers of their own.</summary>
internal static class WaitingClients
{
    /// <summary>Accepts this exception as the inner one of another. Between silos, only its type and message are kept.</summary>
    public static IResolveConstraint IsCopyOf(Exception cause) => Is.SameAs(cause);

    public static RunsClient CreateClient(ClientServices services) => new(services);
}
