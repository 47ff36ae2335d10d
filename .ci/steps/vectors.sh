# Runs the tests of the JSON scanners as on machines with narrower vector instructions, and with none.
need build
in_reading='FullyQualifiedName~Json.Reading'
filter="FullyQualifiedName~Json.Framing|$in_reading.ElementScanner|$in_reading.StringScanner|$in_reading.JsonObjectReader"
for instructions in EnableAVX2 EnableHWIntrinsic; do
  echo "-- DOTNET_$instructions=0"
  export "DOTNET_$instructions=0"
  run_tests tests/KnowledgeBaseClient.Tests -f net10.0 --no-build \
    --filter "$filter"
  unset "DOTNET_$instructions"
done
