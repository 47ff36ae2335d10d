# Packs the library without a warning.
version=0.0.0-ci
dotnet pack src/KnowledgeBaseClient -p:Version=$version -o "$temp/packages" | tee "$log"
fail_on_warnings
