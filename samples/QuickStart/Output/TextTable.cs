namespace QuickStart.Output;

/// <summary>A table of text with aligned columns. A column is as wide as its widest cell, up to its maximum width.</summary>
internal sealed class TextTable(params TextTable.Column[] columns)
{
    private const string Gap = "  ";

    public void Write(IReadOnlyList<string[]> rows, TextWriter output)
    {
        IReadOnlyList<string[]> cells =
        [
            [.. columns.Select(column => column.Title)],
            .. rows.Select(row => row.Select((cell, column) => ConsoleText.Truncate(cell, columns[column].MaxWidth)).ToArray()),
        ];
        var widths = columns.Select((_, column) => cells.Max(row => ConsoleText.GetWidth(row[column]))).ToArray();

        foreach (var row in cells)
        {
            var padded = row.Select((cell, column) => ConsoleText.Pad(cell, widths[column], columns[column].AlignRight));
            output.WriteLine(string.Join(Gap, padded).TrimEnd());
        }
    }

    public sealed record Column(string Title, int MaxWidth, bool AlignRight = false);
}
