using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Where a silo keeps the members of the cluster and the state of the grains.</summary>
internal static class SiloStorage
{
    private const string GrainStorage = "KnowledgeBaseFleet";

    public static void UseStorage(this ISiloBuilder silo, StorageKind kind, string connectionString)
    {
        if (kind == StorageKind.Redis)
        {
            silo.UseRedisClustering(connectionString);
            silo.AddRedisGrainStorage(
                GrainStorage, options => options.ConfigurationOptions = ConfigurationOptions.Parse(connectionString));
            return;
        }

        silo.UseAdoNetClustering(options =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = connectionString;
        });
        silo.AddAdoNetGrainStorage(GrainStorage, options =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = connectionString;
        });
    }
}
