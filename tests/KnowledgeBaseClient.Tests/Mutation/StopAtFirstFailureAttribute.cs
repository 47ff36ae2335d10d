using NUnit.Framework;
using NUnit.Framework.Interfaces;

[assembly: KnowledgeBaseClient.Tests.Mutation.StopAtFirstFailure]

namespace KnowledgeBaseClient.Tests.Mutation;

// One failure is enough to kill a mutant. Stryker then cancels the run, but NUnit3TestAdapter 6.3.1 cannot stop NUnit 5, so the remaining
// tests skip themselves.
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class StopAtFirstFailureAttribute : Attribute, ITestAction
{
    private static volatile bool _failed;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        if (_failed)
        {
            Assert.Ignore("An earlier test failed.");
        }
    }

    public void AfterTest(ITest test) => _failed |= TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed;
}
