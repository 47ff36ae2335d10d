using System.Text.Json;
using System.Text.Json.Serialization;
using KnowledgeBaseClient;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace DocumentationSnippets;

#region json-context
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(IngestionResult))]
internal sealed partial class ApplicationJsonContext : JsonSerializerContext;
#endregion

internal sealed record IngestionResult(int Pages);

/// <summary>The C# of docs/native-aot.md, compiled and run: each region is one of its code blocks, in order.</summary>
public sealed class DocsNativeAotSnippets
{
    [Test]
    public void Json_OwnContext_ReadsTheOutputAndWritesTheRun()
    {
        var run = new Run { Id = "r", Status = RunStatus.Completed, Output = RawJson.Parse("""{"Pages":7}""") };

        #region json
        var result = run.Output.Deserialize(ApplicationJsonContext.Default.IngestionResult);
        var json = JsonSerializer.Serialize(run, ApplicationJsonContext.Default.Run);
        #endregion

        Assert.That(result, Is.EqualTo(new IngestionResult(7)));
        Assert.That(JsonSerializer.Deserialize(json, ApplicationJsonContext.Default.Run), Is.EqualTo(run));
    }

    [Test]
    public void Status_OwnSection_IsParsed()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Alerts:Status"] = "Stopped" })
            .Build();

        Assert.That(configuration.GetSection("Alerts").Get<AlertSettings>()!.ParsedStatus, Is.EqualTo(RunStatus.Stopped));
    }
}

#region settings
internal sealed class AlertSettings
{
    public string Status { get; set; } = "failed";

    public RunStatus ParsedStatus => RunStatus.Parse(Status);
}
#endregion
