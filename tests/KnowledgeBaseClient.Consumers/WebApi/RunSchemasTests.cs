using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>The OpenAPI document describes the JSON that the web API returns.</summary>
public sealed class RunSchemasTests
{
    private static readonly RawJson Opaque = RawJson.Parse("""{"any":[1,"x",null]}""");

    private static readonly ProgressDetails Details = new()
    {
        ExecutedNodes = ["n1"],
        RunningNodes = ["n2"],
        RemainingNodes = ["n3"],
        SkippedNodes = ["n4"],
        ErrorHandlerNodes = ["n5"],
        PerNodeProgress = Opaque,
        PerEdgeProgress = Opaque,
        TotalProgress = 40,
    };

    private static readonly Workflow Workflow = new()
    {
        Id = "w",
        GroupId = "g",
        Name = "ingestion",
        Type = "flow",
        Definition = Opaque,
        WorkflowHash = "hash",
        Meta = new WorkflowMeta { Tags = ["tag"], Icon = "icon" },
        LastUpdatedAt = DateTimeOffset.UnixEpoch,
        LastRunAt = DateTimeOffset.UnixEpoch,
        CreatedAt = DateTimeOffset.UnixEpoch,
        DeletedAt = DateTimeOffset.UnixEpoch,
        RunsCount = 7,
        AuthorName = "author",
        Description = "description",
        Saved = true,
        ErrorHandler = "handler",
    };

    private static readonly Run Run = new()
    {
        Id = "r",
        Status = RunStatus.Failed,
        GroupId = "g",
        WorkflowId = "w",
        Progress = 40,
        ProgressDetails = Details,
        NodeIds = ["n1"],
        Source = "api",
        CreatedAt = DateTimeOffset.UnixEpoch,
        FinishedAt = DateTimeOffset.UnixEpoch,
        Input = Opaque,
        Output = Opaque,
        WorkflowDefinition = Opaque,
        Definitions = Opaque,
        Meta = Opaque,
        Workflow = Workflow,
    };

    private static readonly RunChange Change = new()
    {
        Current = Run.ToSummary(),
        Previous = new RunSummary { Id = "r", Status = new RunStatus("a new status") },
        Kind = RunChangeKind.Failed,
        IsInitial = true,
        MovedNodes = [new NodeMove("n1", NodeState.Running, NodeState.Executed)],
        EstimatedTimeLeft = TimeSpan.FromMinutes(90),
    };

    private static IEnumerable<TestCaseData> Values()
    {
        yield return Named("Run", Run);
        yield return Named("RunSummary", Run.ToSummary());
        yield return Named("RunChange", Change);
    }

    [TestCaseSource(nameof(Values))]
    public async Task Schema_AllFields_DescribesEach(string schema, string json)
    {
        var document = await ReadDocumentAsync();

        Assert.That(document.Undescribed(schema, json), Is.Empty);
    }

    [Test]
    public async Task Schema_NullFields_AreAllowed()
    {
        var document = await ReadDocumentAsync();

        Assert.That(document.Undescribed("Run", """
            {
              "id":"r","status":"queued","group_id":null,"workflow_id":null,"workflow":null,"progress":null,"progress_details":null,
              "node_ids":null,"source":null,"created_at":null,"finished_at":null,"input":null,"output":null
            }
            """), Is.Empty);
    }

    [TestCase("""{"id":7,"status":"queued"}""", "id")]
    [TestCase("""{"id":"r","status":null}""", "status")]
    [TestCase("""{"id":"r"}""", "status")]
    [TestCase("""{"id":"r","status":"queued","progress_details":{"executed_nodes":[1]}}""", "progress_details.executed_nodes[]")]
    [TestCase("""{"id":"r","status":"queued","unknown":1}""", "unknown")]
    public async Task Schema_OtherJson_DoesNotDescribeIt(string json, string field)
    {
        var document = await ReadDocumentAsync();

        Assert.That(document.Undescribed("Run", json), Is.EqualTo([field]));
    }

    [Test]
    public async Task Schema_Number_IsNoString()
    {
        var document = await ReadDocumentAsync();

        Assert.That(document.Undescribed("Run", """{"id":"r","status":"queued","progress":"40"}"""), Is.EqualTo((string[])["progress"]));
    }

    [Test]
    public async Task Schema_OtherTypes_AreThoseOfAspNetCore()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddOpenApi(options => options.AddSchemaTransformer<RunSchemas>());
        await using var app = builder.Build();
        app.MapOpenApi();
        app.MapGet("/own", () => new Dictionary<string, DayOfWeek>());
        app.MapGet("/runs", () => new Dictionary<string, RunSummary>());
        await app.StartAsync();
        using var client = app.GetTestClient();

        var document = new OpenApiSchemas(await client.GetStringAsync("/openapi/v1.json"));

        Assert.That(document.DictionarySchema("/runs"), Is.EqualTo("RunSummary"));
        Assert.That(document.DictionarySchema("/own"), Is.EqualTo("DayOfWeek"));
        Assert.That(document.Undescribed("DayOfWeek", "\"monday\""), Is.EqualTo((string[])[""]));
    }

    [TestCase("/knowledge-bases/{knowledgeBaseId}/runs", "application/json", "RunSummary")]
    [TestCase("/knowledge-bases/{knowledgeBaseId}/runs/{runId}", "application/json", "Run")]
    [TestCase("/knowledge-bases/{knowledgeBaseId}/changes", "text/event-stream", "RunChange")]
    [TestCase("/tenants/{tenant}/knowledge-bases/{knowledgeBaseId}/runs", "application/json", "RunSummary")]
    public async Task Operation_Response_HasTheSchemaOfItsModel(string path, string contentType, string schema)
    {
        var document = await ReadDocumentAsync();

        Assert.That(document.ResponseSchema(path, contentType), Is.EqualTo(schema));
    }

    private static async Task<OpenApiSchemas> ReadDocumentAsync()
    {
        await using var application = await TestApplication.StartAsync();
        return new OpenApiSchemas(await application.Client.GetStringAsync("/openapi/v1.json"));
    }

    private static TestCaseData Named<T>(string schema, T value) =>
        new TestCaseData(schema, JsonSerializer.Serialize(value)).SetArgDisplayNames(schema);
}
