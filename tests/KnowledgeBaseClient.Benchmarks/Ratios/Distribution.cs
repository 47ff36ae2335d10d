using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The 10th percentile, the median and the 90th percentile of some values.</summary>
internal readonly record struct Distribution(double Low, double Median, double High)
{
    public static Distribution Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Distribution(Quantile(sorted, 0.1), Quantile(sorted, 0.5), Quantile(sorted, 0.9));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:0.000} ({Low:0.000}-{High:0.000})");

    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = sorted[(int)position];
        return below + ((sorted[(int)Math.Ceiling(position)] - below) * (position - (int)position));
    }
}
