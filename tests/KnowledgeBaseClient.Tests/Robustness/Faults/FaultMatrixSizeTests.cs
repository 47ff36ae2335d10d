using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Which combinations of the fault matrix a full run and a reduced run contain.</summary>
public sealed class FaultMatrixSizeTests
{
    [Test]
    public void FaultTable_Names_AreUnique() => Assert.That(FaultTable.All.Select(fault => fault.Name), Is.Unique);

    [Test]
    public void Combinations_FullRun_ContainsEveryCallForEveryFault()
    {
        var combinations = FaultMatrix.Combinations(new TestSize(IsFull: true, Seed: 1)).ToList();

        Assert.That(combinations, Is.Unique.And.Count.EqualTo(FaultTable.All.Count * 8));
        Assert.That(combinations.Count, Is.AtLeast(2_400));
    }

    [Test]
    public void Combinations_ReducedRun_ContainsAQuarterWithEveryFaultAndEveryCall([Values(0UL, 1UL, 20260401UL)] ulong seed)
    {
        var combinations = FaultMatrix.Combinations(new TestSize(IsFull: false, seed)).ToList();

        Assert.That(combinations, Is.Unique.And.Count.EqualTo(FaultTable.All.Count * 2));
        Assert.That(combinations.Select(combination => combination.Fault).Distinct(), Is.EqualTo(FaultTable.All));
        var calls = combinations.Select(combination => (combination.Kind, combination.CanRetry));
        Assert.That(calls.Distinct(), Is.EquivalentTo(FaultMatrix.Calls));
    }
}
