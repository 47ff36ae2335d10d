# Checks that the package has its README, XML docs, license and symbols.
need package-consumer
package=$temp/installed/knowledgebaseclient/$version
for file in README.md lib/net8.0/KnowledgeBaseClient.xml lib/net10.0/KnowledgeBaseClient.xml; do
  [ -s "$package/$file" ] || fail "the package has no $file"
done
grep -q '<license type="expression">MIT</license>' "$package/knowledgebaseclient.nuspec" || fail 'the license is not the expression MIT'
[ -s "$temp/packages/KnowledgeBaseClient.$version.snupkg" ] || fail 'there is no symbol package'
