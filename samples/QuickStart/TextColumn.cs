namespace QuickStart;

/// <summary>A column as wide as its widest cell, up to a limit at which cells are cut.</summary>
internal sealed record TextColumn(string Title, int MaxWidth, bool AlignRight = false);
