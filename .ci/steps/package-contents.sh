# Checks that the packages have their README, XML docs, license and symbols.
need package-consumer
for name in KnowledgeBaseClient KnowledgeBaseClient.Testing; do
  package=$temp/installed/${name,,}/$version
  for file in README.md lib/net8.0/$name.xml lib/net10.0/$name.xml; do
    [ -s "$package/$file" ] || fail "the package $name has no $file"
  done
  grep -q '<license type="expression">MIT</license>' "$package/${name,,}.nuspec" || fail "the license of $name is not the expression MIT"
  [ -s "$temp/packages/$name.$version.snupkg" ] || fail "there is no symbol package of $name"
done
