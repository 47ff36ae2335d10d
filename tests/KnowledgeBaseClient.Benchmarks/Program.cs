using KnowledgeBaseClient;
using KnowledgeBaseClient.Benchmarks;

try
{
    return args switch
    {
        ["ratios", .. var rest] => await RatiosCommand.RunAsync(rest),
        ["stream", .. var rest] => await StreamCommand.RunAsync(rest),
        ["micro", .. var rest] => MicroCommand.Run(rest),
        ["waits", .. var rest] => await WaitsCommand.RunAsync(rest),
        [ServeCommand.Name] => await ServeCommand.RunAsync(),
        _ => Usage(),
    };
}
catch (Exception failure) when (failure is KnowledgeBaseException or HttpRequestException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine(failure);
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("usage: ratios | stream [--gigabytes N] | micro | waits [--count N]");
    return 2;
}
