using KnowledgeBaseClient.Benchmarks;

return args switch
{
    ["waits", .. var rest] => await WaitsCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: waits [--count N]");
    return 2;
}
