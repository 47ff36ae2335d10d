namespace KnowledgeBaseClient.Tests.Json.Reading;

// The nodes and edges of the workflow in the realistic examples.
internal static class ExampleWorkflow
{
    public static readonly string[] Nodes =
    [
        "9531985d-5d9d-49f8-9818-e811892f902b",
        "36f675cc-81e7-4ef5-a8e2-5d940ed90475",
        "6b0d549b-6f03-475a-9600-a35a099950d8",
        "8d116ece-1738-47d9-bd9c-172411e20b8f",
        "90c192cf-d3ac-44af-8f21-ddb66cad4a26",
        "a170b338-3926-4059-b28c-105d1fb17c23",
        "0fd630f1-f29d-4da9-953f-48f1a09f76b5",
        "0cb1e29c-658c-4a14-95e6-0af593bd04cf",
    ];

    public static readonly string[] Edges =
    [
        "8e81973e-0bec-47b0-b898-d190f9ebdacc",
        "6b4cb242-4a23-4596-a217-beaddbc496cb",
        "92276658-1e27-41c0-8a6a-63ec24ede6a4",
        "ae97ba94-d0ed-482f-8f6d-05584ef8aa38",
        "923a7369-94e3-4f91-9a61-dbe22e44158b",
        "18f135d2-5f55-4203-b018-50c5a38fd547",
        "907a70c3-1012-4037-b64c-e4228c38fb29",
    ];

    // Returns JSON such as {"first":100,"second":100,"third":40}.
    public static string Progress(string[] ids, params int[] percents) =>
        $$"""{{{string.Join(',', percents.Select((percent, index) => $"\"{ids[index]}\":{percent}"))}}}""";
}
