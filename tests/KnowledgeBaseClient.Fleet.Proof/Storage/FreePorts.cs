using System.Net;
using System.Net.Sockets;

namespace KnowledgeBaseClient.Fleet.Proof;

internal static class FreePorts
{
    /// <summary>Finds ports on the loopback address. All are held until the last one is found, so they differ.</summary>
    public static int[] Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return [.. listeners.Select(listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            })];
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }
}
