# Measures how much of src the tests cover.
# Not part of the step "test": measuring makes the code slower. One target is enough.
need build
run_tests tests/KnowledgeBaseClient.Tests -f net10.0 --no-build --collect 'XPlat Code Coverage' \
  --settings tests/coverage.runsettings --results-directory "$temp/coverage"

report=$(find "$temp/coverage" -name coverage.cobertura.xml)
[ -s "$report" ] || fail 'there is no coverage report'
for project in src/*/; do
  grep -q "<package name=\"$(basename "$project")\"" "$report" || fail "$project was not measured"
done

# Truncated, not rounded: 100 % means that everything is covered.
percentage() {
  sed -nE "s/^<coverage .* $1-covered=\"([1-9][0-9]*)\" .*$1-valid=\"([1-9][0-9]*)\".*/\1 \2/p" "$report" |
    awk '{ printf "%.1f %%", int(1000 * $1 / $2) / 10 }'
}
lines=$(percentage lines) branches=$(percentage branches)
[ -n "$lines" ] && [ -n "$branches" ] || fail 'the coverage report has no totals'
echo "coverage of src: lines $lines, branches $branches"
