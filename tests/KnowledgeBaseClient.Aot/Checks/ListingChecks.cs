using System.Text.Json;

namespace KnowledgeBaseClient.Aot.Checks;

/// <summary>Listing, reading and serializing runs.</summary>
internal static class ListingChecks
{
    public static IEnumerable<Check> All(Server server)
    {
        // Shared by the checks, and used until the process ends.
        var client = server.CreateClient();
        return
        [
            new("ListAsync", async () => Check.Equal("completed failed running", Ids(await client.ListAsync("kb")))),
            new("ListAsync with a status", async () => Check.Equal("failed", Ids(await client.ListAsync("kb", RunStatus.Failed)))),
            new("ListAsync with ids", async () =>
                Check.Equal("completed running", Ids(await client.ListAsync("kb", new RunFilter { RunIds = ["running", "completed"] })))),
            new("ListSummariesAsync", async () => Check.Equal("completed failed running", Ids(await client.ListSummariesAsync("kb")))),
            new("StreamAsync", async () => Check.Equal("completed failed running", Ids(await client.StreamAsync("kb").ToListAsync()))),
            new("FindAsync, listed", async () => Check.Equal("completed", (await client.FindAsync("kb", "completed"))?.Id)),
            new("FindAsync, not listed", async () => Check.Equal(null, await client.FindAsync("kb", "missing"))),
            new("Properties of a run", async () => CheckProperties(await client.GetAsync("kb", "completed"))),
            new("JSON of a run", async () => CheckJson(await client.GetAsync("kb", "completed"))),
        ];
    }

    private static string Ids(IEnumerable<RunSummary> runs) => string.Join(' ', runs.Select(run => run.Id));

    private static void CheckProperties(Run run)
    {
        Check.Equal(RunStatusKind.Completed, run.Status.Kind);
        Check.Equal(100, run.Progress);
        Check.Equal(TimeSpan.FromMinutes(2), run.Duration);
        Check.Equal("n1", string.Join(' ', run.ProgressDetails!.ExecutedNodes));
        Check.Equal(new IngestionResult("done", 2), run.Output.Deserialize(AotJsonContext.Default.IngestionResult));
    }

    // The application's own source-generated context contains the models.
    private static void CheckJson(Run run)
    {
        var json = JsonSerializer.Serialize(run, AotJsonContext.Default.Run);
        Check.Equal(run, JsonSerializer.Deserialize(json, AotJsonContext.Default.Run));

        var change = new RunChange
        {
            Current = run.ToSummary(),
            Kind = RunChangeKind.StatusChanged,
            MovedNodes = [new NodeMove("n1", NodeState.Running, NodeState.Executed)],
        };
        json = JsonSerializer.Serialize(change, AotJsonContext.Default.RunChange);
        Check.Equal(true, json.Contains("\"status_changed\"", StringComparison.Ordinal));
        Check.Equal(change, JsonSerializer.Deserialize(json, AotJsonContext.Default.RunChange));

        var filter = new RunFilter { Status = RunStatus.Failed, RunIds = ["r1"] };
        json = JsonSerializer.Serialize(filter, AotJsonContext.Default.RunFilter);
        Check.Equal(filter, JsonSerializer.Deserialize(json, AotJsonContext.Default.RunFilter));

        json = """{"loc":["body",0],"msg":"too long","type":"string"}""";
        var error = JsonSerializer.Deserialize(json, AotJsonContext.Default.RequestError);
        Check.Equal(new RequestError(["body", "0"], "too long", "string"), error);

        var result = RawJson.FromObject(new IngestionResult("done", 2), AotJsonContext.Default.IngestionResult);
        Check.Equal("""{"text":"done","pages":2}""", $"{result}");
    }
}
