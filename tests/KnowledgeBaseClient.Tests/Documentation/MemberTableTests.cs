using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class MemberTableTests
{
    [TestCase("docs/listing-and-reading.md", typeof(RawJson))]
    [TestCase("docs/testing.md", typeof(KnowledgeBaseServer))]
    public void MemberTable_Rows_NameMembersThatExist(string page, Type type)
    {
        var members = DocumentationPage.Get(page).Table("Member")
            .SelectMany(row => row[0].Split(", "))
            .Select(name => name.Trim('`').Split('(', '<')[0])
            .ToList();

        Assert.That(members, Is.Not.Empty);
        Assert.That(members, Is.SubsetOf(type.GetMembers().Select(member => member.Name)));
    }
}
