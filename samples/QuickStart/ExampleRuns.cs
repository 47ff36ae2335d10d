namespace QuickStart;

/// <summary>Five runs as the service sends them, one in each of its documented statuses.</summary>
internal static class ExampleRuns
{
    public static string Read()
    {
        using var stream = typeof(ExampleRuns).Assembly.GetManifestResourceStream("all-statuses.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
