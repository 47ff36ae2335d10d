namespace QuickStart;

/// <summary>Rows of text in columns that line up.</summary>
internal sealed class TextTable(params TextColumn[] columns)
{
    private const string Gap = "  ";

    public void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        IReadOnlyList<string[]> cells =
        [
            [.. columns.Select(column => column.Title)],
            .. rows.Select(row => row.Select((cell, column) => ColumnText.Cut(cell, columns[column].MaxWidth)).ToArray()),
        ];
        var widths = columns.Select((_, column) => cells.Max(row => ColumnText.WidthOf(row[column]))).ToArray();

        foreach (var row in cells)
        {
            var line = row.Select((cell, column) => ColumnText.Pad(cell, widths[column], columns[column].AlignRight));
            output.WriteLine(string.Join(Gap, line).TrimEnd());
        }
    }
}
