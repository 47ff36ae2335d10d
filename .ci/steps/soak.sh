# Waits for 500 runs while 30 % of the requests fail and the server stops for 5 s. No wait may be lost or end with a wrong result.
dotnet run -c Release --project tests/KnowledgeBaseClient.Soak -- --waits 500 --faults 0.3 --seed 1 --outage 5 | tee "$log"
grep -q '^waits 500, finished 500, lost 0, wrong 0, ' "$log" || fail 'a wait was lost or had a wrong result'
