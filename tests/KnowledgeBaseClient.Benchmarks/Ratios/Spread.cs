using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The median of some values, and between which of them four fifths of them lie.</summary>
internal readonly record struct Spread(double Low, double Median, double High)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(At(sorted, 0.1), At(sorted, 0.5), At(sorted, 0.9));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:0.000} ({Low:0.000}-{High:0.000})");

    private static double At(double[] sorted, double part)
    {
        var position = part * (sorted.Length - 1);
        var below = sorted[(int)position];
        return below + ((sorted[(int)Math.Ceiling(position)] - below) * (position - (int)position));
    }
}
