# Measures how much of src the tests cover.
# Not part of the step "test": measuring makes the code slower. One target is enough.
need build
measure() {
  run_tests "tests/$1" -f net10.0 --no-build --collect 'XPlat Code Coverage' \
    --settings tests/coverage.runsettings --results-directory "$temp/coverage-$1"
  report=$(find "$temp/coverage-$1" -name coverage.cobertura.xml)
  [ -s "$report" ] || fail "there is no coverage report of $1"
}

# Truncated, not rounded: 100 % means that everything is covered.
percentage() {
  sed -nE "s/^<coverage .* $1-covered=\"([1-9][0-9]*)\" .*$1-valid=\"([1-9][0-9]*)\".*/\1 \2/p" "$report" |
    awk '{ printf "%.1f %%", int(1000 * $1 / $2) / 10 }'
}

measure KnowledgeBaseClient.Tests
for project in KnowledgeBaseClient KnowledgeBaseClient.Testing; do
  grep -q "<package name=\"$project\"" "$report" || fail "$project was not measured"
done
lines=$(percentage lines) branches=$(percentage branches)
[ -n "$lines" ] && [ -n "$branches" ] || fail 'the coverage report has no totals'
echo "coverage of src without the fleet: lines $lines, branches $branches"

# The report of these tests also contains the client, which they use only in part.
measure KnowledgeBaseClient.Orleans.Tests
fleet=$(grep -E -o '<package name="KnowledgeBaseClient.Orleans" line-rate="[0-9.]+" branch-rate="[0-9.]+"' "$report" |
  sed -E 's/.*line-rate="([0-9.]+)" branch-rate="([0-9.]+)".*/\1 \2/' | awk '{ printf "lines %.1f %%, branches %.1f %%", 100 * $1, 100 * $2 }')
[ -n "$fleet" ] || fail 'KnowledgeBaseClient.Orleans was not measured'
echo "coverage of the fleet: $fleet"
