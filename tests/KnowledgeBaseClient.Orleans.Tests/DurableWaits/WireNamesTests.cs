using System.Reflection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// Silos of several versions, and databases, know types by these names: they are never changed.
public sealed class WireNamesTests
{
    private static readonly Type[] Types =
    [
        typeof(IWaitIndexGrain),
        typeof(IWaitShardGrain),
        typeof(WaitEntry),
        typeof(WaitIndexState),
        typeof(WaitListItem),
        typeof(WaitPage),
        typeof(WaitRegistration),
        typeof(WaitShardState),
    ];

    [Test]
    public void Aliases_AreNamesOfTypesAndMethods()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var type in Types)
            {
                Assert.That(AliasOf(type), Is.EqualTo($"KnowledgeBaseClient.{type.Name}"));
            }

            foreach (var method in Types.Where(static type => type.IsInterface).SelectMany(static type => type.GetMethods()))
            {
                Assert.That($"{AliasOf(method)}Async", Is.EqualTo(method.Name));
            }
        }
    }

    [TestCase(typeof(WaitShardGrain), "knowledge-base-waits")]
    [TestCase(typeof(WaitIndexGrain), "knowledge-base-wait-index")]
    public void GrainType_IsPartOfStoredKeys(Type grain, string expected) =>
        Assert.That(grain.GetCustomAttribute<GrainTypeAttribute>()!.GetGrainType(null!, null!).ToString(), Is.EqualTo(expected));

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;
}
