using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class MemberTableTests
{
    [TestCase("docs/listing-and-reading.md", "Member", typeof(RawJson))]
    [TestCase("docs/testing.md", "Member", typeof(KnowledgeBaseServer))]
    public void MemberTable_Rows_NameMembersThatExist(string page, string header, Type type) =>
        Assert.That(
            MembersIn(page, header), Is.Not.Empty.And.SubsetOf(type.GetMembers().Select(member => member.Name)));

    [TestCase("Phase", typeof(RunScript))]
    [TestCase("Fault", typeof(SimulatorFaults))]
    public void MemberTable_OfTheSimulator_ListsEveryMethod(string header, Type type) =>
        Assert.That(
            MembersIn("docs/testing.md", header),
            Is.EquivalentTo(type.GetMethods()
                .Where(method => method.DeclaringType == type && method.Name != "ToString")
                .Select(method => method.Name)));

    private static List<string> MembersIn(string page, string header) =>
    [
        .. DocumentationPage.Get(page).Table(header)
            .SelectMany(row => row[0].Split(", "))
            .Select(name => name.Trim('`').Split('(', '<')[0]),
    ];
}
