# Runs the tests of the JSON scanners as on machines with narrower vector instructions, and with none.
need build
for instructions in EnableAVX2 EnableHWIntrinsic; do
  echo "-- DOTNET_$instructions=0"
  export "DOTNET_$instructions=0"
  run_tests tests/KnowledgeBaseClient.Tests -f net10.0 --no-build \
    --filter 'FullyQualifiedName~Json.Framing|FullyQualifiedName~Json.Reading.StringScanner|FullyQualifiedName~Json.Reading.JsonObjectReader'
  unset "DOTNET_$instructions"
done
