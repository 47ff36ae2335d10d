# Packs the library and the simulator without a warning.
version=0.0.0-ci
for project in KnowledgeBaseClient KnowledgeBaseClient.Testing; do
  dotnet pack "src/$project" -p:Version=$version -o "$temp/packages" | tee "$log"
  fail_on_warnings
done
