# Packs the library, the simulator and the fleet without a warning.
version=0.0.0-ci
for project in KnowledgeBaseClient KnowledgeBaseClient.Testing KnowledgeBaseClient.Orleans; do
  dotnet pack "src/$project" -p:Version=$version -o "$temp/packages" | tee "$log"
  fail_on_warnings
done
