using NUnit.Framework;

namespace KnowledgeBaseClient.Tests;

public sealed class RunsClientTests
{
    [Test]
    public void Constructor_NullOptions_ThrowsArgumentNullException()
    {
        Assert.That(
            () => new RunsClient((KnowledgeBaseClientOptions)null!),
            Throws.ArgumentNullException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("options"));
    }
}
