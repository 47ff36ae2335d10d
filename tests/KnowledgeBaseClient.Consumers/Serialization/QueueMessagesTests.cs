using Newtonsoft.Json.Linq;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>Newtonsoft.Json writes the models with the names of their properties. Opaque JSON is text.</summary>
public sealed class QueueMessagesTests
{
    private static readonly Run Run = ServiceRun.Create();

    [Test]
    public void Write_Run_LosesNothing()
    {
        var message = QueueMessages.Write(Run);

        Assert.That(ServiceRun.Texts.Where(text => !message.Contains(text, StringComparison.Ordinal)), Is.Empty, message);
    }

    [Test]
    public void Write_Run_WritesOpaqueJsonAsText()
    {
        var message = JObject.Parse(QueueMessages.Write(Run));

        Assert.That((string?)message["Status"], Is.EqualTo("failed"));
        Assert.That((string?)message["ErrorMessage"], Is.EqualTo("no text found"));
        Assert.That((string?)message["Output"], Is.EqualTo("""{"error":"no text found","page":13}"""));
        Assert.That((string?)message["AdditionalProperties"]!["field_15"], Is.EqualTo("""{"new":[1.0]}"""));
        Assert.That((string?)message["Definitions"], Is.Empty, "a field that the service did not send");
    }

    [Test]
    public void Read_WrittenRun_IsEqual() => Assert.That(QueueMessages.Read<Run>(QueueMessages.Write(Run)), Is.EqualTo(Run));

    [Test]
    public void Read_WrittenChange_IsEqual()
    {
        var change = new RunChange
        {
            Current = Run.ToSummary(),
            Previous = Run.ToSummary() with { Status = new RunStatus("new_status") },
            Kind = RunChangeKind.Failed,
            IsInitial = true,
            MovedNodes = [new NodeMove("node-8", NodeState.Running, NodeState.Executed)],
            EstimatedTimeLeft = TimeSpan.FromMinutes(2),
        };

        var message = QueueMessages.Write(change);

        Assert.That(QueueMessages.Read<RunChange>(message), Is.EqualTo(change));
        Assert.That((string?)JObject.Parse(message)["Kind"], Is.EqualTo("Failed"));
        Assert.That((string?)JObject.Parse(message)["Previous"]!["Status"], Is.EqualTo("new_status"));
    }
}
