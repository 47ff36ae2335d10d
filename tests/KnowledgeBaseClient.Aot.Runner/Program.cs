using KnowledgeBaseClient.Aot.Runner;

if (args is not [("first-list" or "checks") and var command, var path])
{
    Console.Error.WriteLine(
        """
        Runs a published program against a simulated service. Needs GNU time.
          first-list PROGRAM  runs the README's first example 15 times; prints size, time from start to end, and peak memory
          checks PROGRAM      runs the published KnowledgeBaseClient.Aot; prints its checks, size and peak memory
        """);
    return 2;
}

using var program = new MeasuredProgram(path);
return command == "checks" ? await ProgramChecks.RunAsync(program) : await FirstList.RunAsync(program);
