# Runs the tests for net8.0 on .NET 8 itself. In the step "test" they run on .NET 10.
# Self-contained, because .NET 8 may not be installed.
CI=false run_tests tests/KnowledgeBaseClient.Tests -f net8.0 -r linux-x64 -p:SelfContained=true --artifacts-path "$temp/net8"
settings=$(find "$temp/net8" -name KnowledgeBaseClient.Tests.runtimeconfig.json)
grep -A 5 '"includedFrameworks"' "$settings" | grep -q '"version": "8\.' || fail 'the tests did not run on .NET 8'
