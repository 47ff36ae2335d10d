using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Budget;

/// <summary>Random schedules: processes that ask as fast as they can, slow messages, stalls and new activations.</summary>
public sealed class BudgetScheduleTests
{
    private static readonly int Schedules = Environment.GetEnvironmentVariable("CI") is null ? 200 : 2_000;

    [Test]
    public void Budget_RandomSchedules_NoSecondAboveTheRate()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var simulation = new BudgetSimulation(seed, stalls: true);

            simulation.Run(TimeSpan.FromSeconds(20));

            Assert.That(
                SlidingWindow.MaxInSecond(simulation.Arrivals),
                Is.LessThanOrEqualTo(simulation.Rate),
                $"seed {seed}, rate {simulation.Rate}");
        }
    }

    [Test]
    public void Budget_Saturated_UsesMostOfTheRate()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var simulation = new BudgetSimulation(seed, stalls: false);

            simulation.Run(TimeSpan.FromSeconds(30));

            // The first window is empty. One token of a low rate is a large part of it.
            var usable = 30 - BudgetLimits.MinWindow.TotalSeconds;
            Assert.That(
                simulation.Arrivals,
                Has.Count.GreaterThanOrEqualTo((int)(0.8 * simulation.Rate * usable) - 1),
                $"seed {seed}, rate {simulation.Rate}");
        }
    }
}
