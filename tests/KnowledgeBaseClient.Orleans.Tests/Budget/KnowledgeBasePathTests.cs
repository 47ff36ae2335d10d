using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Budget;

public sealed class KnowledgeBasePathTests
{
    [TestCase("https://host/v1/knowledge-bases/kb-1/runs?status=running", "kb-1")]
    [TestCase("https://host/v1/knowledge-bases/kb-1/upload_train", "kb-1")]
    [TestCase("https://host/prefix/v1/knowledge-bases/kb%2F1/runs", "kb%2F1")]
    [TestCase("https://host/v1/knowledge-bases/other/v1/knowledge-bases/kb-1/runs", "kb-1")]
    [TestCase("https://host/v1/runs/run-1/events", "")]
    [TestCase("https://host/v1/runs/run-1/events?etag=/v1/knowledge-bases/kb-1/", "")]
    [TestCase("https://host/", "")]
    public void IdOf_Address_ReturnsTheKnowledgeBase(string address, string expected) =>
        Assert.That(KnowledgeBasePath.IdOf(new Uri(address)), Is.EqualTo(expected));

    [Test]
    public void IdOf_NoAddress_IsEmpty() => Assert.That(KnowledgeBasePath.IdOf(null), Is.Empty);
}
