using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Orleans.Configuration;

namespace KnowledgeBaseClient.Tests.Storage;

public sealed class EmbeddedFleetTests
{
    [Test]
    public async Task UseEmbeddedFleet_StopAndStart_ReadsWhatWasWritten()
    {
        using var files = new TemporaryDirectory();
        using (var host = await StartAsync(files))
        {
            await Note(host).WriteAsync("text").OrTimeout();
            await host.StopAsync().OrTimeout();
        }

        using var next = await StartAsync(files);
        Assert.That(await Note(next).ReadAsync().OrTimeout(), Is.EqualTo("text"));
        var endpoints = next.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.That((endpoints.AdvertisedIPAddress, endpoints.GatewayPort), Is.EqualTo((IPAddress.Loopback, 0)));
        await next.StopAsync().OrTimeout();
    }

    [Test]
    public async Task UseEmbeddedFleet_DirectoryIsUsed_DoesNotStart()
    {
        using var files = new TemporaryDirectory();
        using var host = await StartAsync(files);

        Assert.That(() => StartAsync(files), Throws.Exception.With.Message.Contains(files.FullPath));

        Assert.That(await Note(host).ReadAsync().OrTimeout(), Is.Empty);
        await host.StopAsync().OrTimeout();
    }

    private static INoteGrain Note(IHost host) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>("one");

    private static async Task<IHost> StartAsync(TemporaryDirectory files)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseEmbeddedFleet(files.FullPath));
        var host = builder.Build();
        await host.StartAsync().OrTimeout();
        return host;
    }
}
