# Streams a list of 3 GB, more than a buffer or an int can hold.
dotnet run -c Release --project tests/KnowledgeBaseClient.Benchmarks -- stream --gigabytes 3
