using System.Reflection;
using System.Runtime.Versioning;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

public sealed class BrowserGuardTests
{
    [Test]
    public void ThrowIf_Browser_SaysWhereToUseTheClient() =>
        Assert.That(
            () => BrowserGuard.ThrowIf(isBrowser: true),
            Throws.TypeOf<PlatformNotSupportedException>().With.Message.Contains("on your server"));

    [Test]
    public void ThrowIf_NoBrowser_DoesNothing() => Assert.That(() => BrowserGuard.ThrowIf(isBrowser: false), Throws.Nothing);

    [Test]
    public void Assembly_Browser_IsMarkedUnsupported() =>
        Assert.That(
            typeof(RunsClient).Assembly.GetCustomAttributes<UnsupportedOSPlatformAttribute>().Select(attribute => attribute.PlatformName),
            Is.EqualTo((string[])["browser"]));
}
