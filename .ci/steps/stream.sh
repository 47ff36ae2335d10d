# Streams a list of 3 GB, more than a buffer or an int can hold, and uploads a file of 2 GB in constant memory.
dotnet run -c Release --project tests/KnowledgeBaseClient.Benchmarks -- stream --gigabytes 3
dotnet run -c Release --project tests/KnowledgeBaseClient.Benchmarks -- upload --gigabytes 2
