namespace KnowledgeBaseClient.Tests.Json.Reading;

// The expected values in which the realistic examples differ.
internal sealed record ExampleRun(string Name, string Id, int Progress, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, string Output)
{
    public static readonly ExampleRun[] All =
    [
        new("queued", "7f150524-34b9-45df-9e77-69b10f4205b4", 0, At("2026-03-04T17:20:00+00:00"), null, "{}"),
        new("running", "c6f87718-6d76-407e-881e-d162ae2eb154", 42, At("2026-03-04T17:19:31.204118+00:00"), null, "{}")
        {
            Details = new ExampleProgress(Executed: 3, Running: 1, PerNode: [100, 100, 100, 40], PerEdge: [100, 100]),
        },
        new(
            "completed",
            "3f98e277-4cbd-47ad-9c90-a9587403e430",
            100,
            At("2026-03-04T16:00:00+00:00"),
            At("2026-03-04T16:02:45.9+00:00"),
            """{"documents":[{"id":"ec66a787-95e7-41d1-b731-af10506bf2ef","status":"trained","chunks":118}],"elapsed":165.9}""")
        {
            Details = new ExampleProgress(
                Executed: 8,
                Running: 0,
                PerNode: [100, 100, 100, 100, 100, 100, 100, 100],
                PerEdge: [100, 100, 100, 100, 100, 100, 100]),
        },
        new(
            "failed",
            "c7a2ea20-b2f1-4c94-ae05-319acb5c7427",
            62,
            At("2026-03-04T15:10:00+00:00"),
            At("2026-03-04T15:11:12+00:00"),
            """{"error":{"node_id":"a170b338-3926-4059-b28c-105d1fb17c23","message":"embedding model quota exceeded"}}""")
        {
            Details = new ExampleProgress(Executed: 5, Running: 0, PerNode: [100, 100, 100, 100, 100], PerEdge: [100, 100, 100, 100]),
        },
        new("stopped", "4cdd2055-930d-4eaf-94f4-733f3e7d1bfb", 25, At("2026-03-03T08:00:00+00:00"), At("2026-03-03T08:00:30+00:00"), "{}")
        {
            Details = new ExampleProgress(Executed: 2, Running: 0, PerNode: [100, 100], PerEdge: [100]),
        },
    ];

    public ExampleProgress? Details { get; init; }

    public override string ToString() => Name;

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}

// How many of the workflow's nodes are executed and running, in the workflow's order; the other nodes are remaining.
internal sealed record ExampleProgress(int Executed, int Running, int[] PerNode, int[] PerEdge);
