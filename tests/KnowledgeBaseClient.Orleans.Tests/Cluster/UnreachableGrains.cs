using System.Reflection;

namespace KnowledgeBaseClient.Tests.Cluster;

// A grain factory whose calls fail, as before the silo has started.
public class UnreachableGrains : DispatchProxy
{
    public static IGrainFactory Create() => Create<IGrainFactory, UnreachableGrains>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        throw new InvalidOperationException("The silo has not started.");
}
