# Checks that the packages have their README, XML docs, license and symbols.
need package-consumer
for name in KnowledgeBaseClient KnowledgeBaseClient.Testing KnowledgeBaseClient.Orleans; do
  package=$temp/installed/${name,,}/$version
  for file in README.md lib/net8.0/$name.xml lib/net10.0/$name.xml; do
    [ -s "$package/$file" ] || fail "the package $name has no $file"
  done
  grep -q '<license type="expression">MIT</license>' "$package/${name,,}.nuspec" || fail "the license of $name is not the expression MIT"
  [ -s "$temp/packages/$name.$version.snupkg" ] || fail "there is no symbol package of $name"
done

# The fleet depends on Orleans and on the versions that make it restore without a warning (NU1603), on each target the same.
dependencies=$(sed -nE 's/^ *<dependency id="([^"]*)" .*/\1/p' "$temp/installed/knowledgebaseclient.orleans/$version/knowledgebaseclient.orleans.nuspec" |
  sort | uniq -c | awk '{ print $1 "x" $2 }' | xargs)
[ "$dependencies" = '2xKnowledgeBaseClient 2xMicrosoft.AspNetCore.Connections.Abstractions 2xMicrosoft.Orleans.Server 2xSystem.Composition' ] ||
  fail "the dependencies of KnowledgeBaseClient.Orleans are $dependencies"
grep -q "id=\"KnowledgeBaseClient\" version=\"\[$version\]\"" "$temp/installed/knowledgebaseclient.orleans/$version/knowledgebaseclient.orleans.nuspec" ||
  fail 'KnowledgeBaseClient.Orleans does not require the same version of KnowledgeBaseClient'
