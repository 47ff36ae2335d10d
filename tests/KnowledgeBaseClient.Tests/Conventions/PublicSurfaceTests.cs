using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions;

/// <summary>The rules for the types and members that users of the package see.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly Assembly Library = typeof(RunsClient).Assembly;

    private static readonly string[] Foreign = ["Refit", "Polly", "WireMock"];

    private static IEnumerable<Type> PublicTypes => Library.GetExportedTypes();

    [Test]
    public void PublicSurface_AllMembers_ExposeNoTypeOfRefitOrPolly()
    {
        var exposed = PublicTypes.SelectMany(ExposedTypes).SelectMany(Parts).Distinct().ToList();

        Assert.That(exposed, Has.Count.GreaterThan(50), "the types of members are included");
        Assert.That(exposed.Where(IsForeign), Is.Empty);
    }

    [Test]
    public void IsForeign_TypesOfRefitAndPolly_ReturnsTrue()
    {
        Assert.That(IsForeign(typeof(Refit.RefitSettings)));
        Assert.That(IsForeign(typeof(Polly.ResiliencePipeline)));
        Assert.That(Parts(typeof(Task<Refit.ApiException[]>)).Any(IsForeign));
    }

    [Test]
    public void PublicTypes_ExceptRegistration_AreInOneNamespace()
    {
        Assert.That(
            PublicTypes.Where(type => type.Namespace != "KnowledgeBaseClient"),
            Is.EquivalentTo((Type[])
            [
                typeof(KnowledgeBaseClientServiceCollectionExtensions), typeof(KnowledgeBaseHealthChecksBuilderExtensions),
            ]));
    }

    [Test]
    public void PublicExceptions_All_DeriveFromKnowledgeBaseException()
    {
        Assert.That(
            PublicTypes.Where(type => type.IsSubclassOf(typeof(Exception)) && !type.IsAssignableTo(typeof(KnowledgeBaseException))),
            Is.Empty);
    }

    [Test]
    public void AsyncMethods_All_TakeCancellationTokenAsLastParameter()
    {
        var methods = typeof(IRunsClient).GetMethods();

        Assert.That(methods.Where(method => method.GetParameters()[^1].ParameterType != typeof(CancellationToken)), Is.Empty);
        Assert.That(methods.Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Models_All_AreImmutable()
    {
        var models = PublicTypes.Where(type => type.IsAssignableTo(typeof(IEquatable<>).MakeGenericType(type)));

        var settable = models
            .SelectMany(type => type.GetProperties())
            .Where(property => property.SetMethod is { IsPublic: true } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)));

        Assert.That(settable, Is.Empty);
    }

    private static bool IsForeign(Type type) =>
        Foreign.Any(name => type.Namespace?.Split('.')[0] == name || type.Assembly.GetName().Name!.Split('.')[0] == name);

    private static IEnumerable<Type> ExposedTypes(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

        yield return type;
        foreach (var part in type.GetInterfaces()
            .Append(type.BaseType ?? typeof(object))
            .Concat(type.GetCustomAttributes().Select(attribute => attribute.GetType())))
        {
            yield return part;
        }

        foreach (var method in type.GetMembers(Visible).OfType<MethodBase>().Where(method => method.IsPublic || method.IsFamily))
        {
            yield return (method as MethodInfo)?.ReturnType ?? typeof(void);
            foreach (var parameter in method.GetParameters())
            {
                yield return parameter.ParameterType;
            }
        }

        foreach (var field in type.GetFields(Visible).Where(field => field.IsPublic || field.IsFamily))
        {
            yield return field.FieldType;
        }
    }

    // An array of tasks of a type exposes that type, too.
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];
}
