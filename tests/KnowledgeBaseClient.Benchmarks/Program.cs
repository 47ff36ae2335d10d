using KnowledgeBaseClient.Benchmarks;

return args switch
{
    ["ratios", .. var rest] => await RatiosCommand.RunAsync(rest),
    ["waits", .. var rest] => await WaitsCommand.RunAsync(rest),
    [ServeCommand.Name] => await ServeCommand.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: ratios | waits [--count N]");
    return 2;
}
