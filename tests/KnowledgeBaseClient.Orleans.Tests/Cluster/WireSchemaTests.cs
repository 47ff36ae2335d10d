using System.Reflection;
using NUnit.Framework;
using Orleans.Concurrency;

namespace KnowledgeBaseClient.Tests.Cluster;

/// <summary>
/// Silos with different versions of the package exchange messages, and read what others have stored. The names and numbers of the members
/// must therefore never change: a new member gets a new number.
/// </summary>
public sealed class WireSchemaTests
{
    private static readonly Type[] Types = typeof(FleetOptions).Assembly.GetTypes();

    private static readonly Type[] Grains = [.. Types.Where(type => type is { IsInterface: true } && type.IsAssignableTo(typeof(IGrain)))];

    [Test]
    public void Members_OfAllMessagesAndStates_HaveTheNumbersOfTheFirstVersion()
    {
        var members = Types
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
            .SelectMany(MembersOf)
            .Order(StringComparer.Ordinal);

        Assert.That(members, Is.EqualTo(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Cluster", "WireSchema.txt"))));
    }

    [Test]
    public void Messages_All_HaveAnAlias() => Assert.That(
        Types.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
            .Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias),
        Is.All.StartsWith("KnowledgeBaseClient."));

    [Test]
    public void Grains_AllInterfacesAndMethods_HaveAnAlias()
    {
        Assert.That(Grains, Has.Length.EqualTo(4));
        Assert.That(Grains.Select(grain => grain.GetCustomAttribute<AliasAttribute>()?.Alias), Is.All.StartsWith("KnowledgeBaseClient."));
        Assert.That(
            Grains.SelectMany(grain => grain.GetMethods()).Select(method => method.GetCustomAttribute<AliasAttribute>()?.Alias),
            Is.All.Not.Null);
    }

    [Test]
    public void Grains_AllClasses_HaveATypeNameAndInterleave()
    {
        var classes = Types.Where(type => type.IsSubclassOf(typeof(Grain))).ToList();

        Assert.That(
            classes.Select(grain => grain.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, grain).ToString()),
            Is.EquivalentTo((string[])
            [
                "knowledge-base-budget", "knowledge-base-poller", "knowledge-base-wait-index", "knowledge-base-waits",
            ]));
        Assert.That(classes, Is.All.Matches<Type>(grain => grain!.IsDefined(typeof(ReentrantAttribute))));
    }

    private static IEnumerable<string> MembersOf(Type type) => type
        .GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Select(member => (Member: member, Number: member.GetCustomAttribute<IdAttribute>()?.Id))
        .Where(entry => entry.Number is not null)
        .Select(entry => $"{AliasOf(type)} {entry.Number:00} {entry.Member.Name}: {TypeOf(entry.Member)}");

    private static string? AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static string TypeOf(MemberInfo member) => (member switch
    {
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        _ => throw new NotSupportedException($"{member} has a number."),
    }).ToString();
}
