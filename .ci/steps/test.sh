# Runs all tests on all targets and compares the number of faults tried with the documentation.
find tests -name faults-tried.txt -delete
run_tests

# dotnet test succeeds even if a project has no tests, so look for each project and target.
git ls-files '*.csproj' | xargs grep -l Microsoft.NET.Test.Sdk > "$temp/projects"
while read -r project; do
  name=$(basename "$project" .csproj)
  targets=$(dotnet msbuild "$project" -getProperty:TargetFrameworks -getProperty:TargetFramework | grep -Eo 'net[0-9.]+' | sort -u)
  for target in $targets; do
    grep -Eq "Passed: +[1-9][0-9]*, .* - $name\.dll \($target\)\$" "$log" || fail "$name ran no test on $target"
  done
done < "$temp/projects"

tried=$(find tests -name faults-tried.txt | sort | tail -1)
[ -n "$tried" ] && grep -E '^faults tried [1-9][0-9]*$' "$tried" || fail 'the fault matrix tried no fault'
number=$(sed -E 's/faults tried //; s/([0-9])([0-9]{3})$/\1,\2/' "$tried")
grep -q "tries $number combinations" README.md docs/*.md ||
  fail "the documentation must say that the tests try $number combinations (README.md or docs/)"
