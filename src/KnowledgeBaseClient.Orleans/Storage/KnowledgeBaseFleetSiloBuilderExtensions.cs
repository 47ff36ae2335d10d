using System.Net;
using System.Net.Sockets;
using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Configures a silo for <c>AddFleet</c>.</summary>
public static class KnowledgeBaseFleetSiloBuilderExtensions
{
    /// <summary>The name of the grain storage that holds the durable waits.</summary>
    /// <remarks>For example, <c>silo.AddRedisGrainStorage(KnowledgeBaseFleetSiloBuilderExtensions.StorageName, ...)</c>.</remarks>
    public const string StorageName = "KnowledgeBaseFleet";

    /// <summary>Configures a cluster of one process, with durable waits in a directory that survive the process.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="directory">
    /// The directory of the files, on a local disk. It is created if it does not exist. Only one process can use it at a time.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// The silo listens on a free port of 127.0.0.1 only, and has no gateway for Orleans clients. For several processes, use a membership
    /// provider and a storage that they share.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="silo"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or empty.</exception>
    public static ISiloBuilder UseEmbeddedFleet(this ISiloBuilder silo, string directory)
    {
        silo.AddFleetFileStorage(directory);
        silo.UseLocalhostClustering(gatewayPort: 0);
        silo.Configure<EndpointOptions>(endpoints => endpoints.SiloPort = FindFreePort());
        return silo;
    }

    /// <summary>Stores durable waits in files of a directory.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="directory">
    /// The directory of the files, on a local disk. It is created if it does not exist, on Unix for its owner only. Only one process can
    /// use it at a time.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Each write replaces a file as a whole and is on the disk when it completes, so the files survive the end of the process at any time.
    /// The silo does not start if another process uses the directory. A damaged file fails the calls that need it, and names the file.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="silo"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or empty.</exception>
    public static ISiloBuilder AddFleetFileStorage(this ISiloBuilder silo, string directory)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        silo.Services.AddGrainStorage(
            StorageName,
            (provider, _) => new FileGrainStorage(
                new StateDirectory(directory),
                provider.GetRequiredService<IGrainStorageSerializer>(),
                provider.GetRequiredService<IActivatorProvider>()));
        return silo;
    }

    // Orleans needs the number before it listens.
    private static int FindFreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
