using System.Globalization;

namespace KnowledgeBaseClient.Fleet.Proof;

internal sealed class RedisServer(string directory, int port) : StorageServer(
    directory,
    port,
    "TERM",
    "redis-server",
    "--bind",
    "127.0.0.1",
    "--port",
    port.ToString(CultureInfo.InvariantCulture),
    "--dir",
    directory,
    "--appendonly",
    "yes",
    "--save",
    "")
{
    public override StorageKind Kind => StorageKind.Redis;

    public override string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");
}
