using NUnit.Framework;

namespace KnowledgeBaseClient.Tests;

public sealed class TestSizeTests
{
    private static readonly int[] Choices = [.. Enumerable.Range(0, 8)];

    [TestCase("true", true)]
    [TestCase("1", true)]
    [TestCase("azure", true)]
    [TestCase("false", false)]
    [TestCase("False", false)]
    [TestCase(" ", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void Parse_ValueOfCi_DecidesWhetherEverythingRuns(string? value, bool expected) =>
        Assert.That(TestSize.Parse(value, null).IsFull, Is.EqualTo(expected));

    [Test]
    public void Parse_Seed_IsUsedIfItIsANumber()
    {
        Assert.That(TestSize.Parse(null, "17").Seed, Is.EqualTo(17));
        Assert.That(TestSize.Parse(null, "x").Seed, Is.EqualTo(TestSize.Parse(null, null).Seed));
    }

    [TestCase(true, 100_000, 100_000)]
    [TestCase(false, 100_000, 10_000)]
    [TestCase(false, 600, 100)]
    [TestCase(false, 50, 50)]
    public void ValueCount_FullOrReduced_IsTheFullCountOrATenth(bool isFull, int fullCount, int expected) =>
        Assert.That(new TestSize(isFull, 1).ValueCount(fullCount), Is.EqualTo(expected));

    [Test]
    public void Choose_Full_ReturnsAllChoices() => Assert.That(new TestSize(true, 1).Choose(Choices, 2, 0), Is.EqualTo(Choices));

    [Test]
    public void Choose_Reduced_ReturnsDifferentChoicesThatDependOnSeedAndIndex()
    {
        var picks = Enumerable.Range(0, 100).Select(index => new TestSize(false, 1).Choose(Choices, 2, index)).ToList();

        Assert.That(picks, Has.All.Count.EqualTo(2).And.All.Unique);
        Assert.That(picks.SelectMany(pick => pick).Distinct(), Is.EquivalentTo(Choices));
        Assert.That(Enumerable.Range(0, 100).Select(index => new TestSize(false, 1).Choose(Choices, 2, index)), Is.EqualTo(picks));
        Assert.That(Enumerable.Range(0, 100).Select(index => new TestSize(false, 2).Choose(Choices, 2, index)), Is.Not.EqualTo(picks));
    }
}
