# Publishes programs with Native AOT and trimmed, without a warning, and runs them. Prints size, time and peak memory.
need package-consumer
[ -x /usr/bin/time ] || { apt-get update && apt-get install -y time; } > "$log" || fail 'GNU time cannot be installed'
run_published() { dotnet run -c Release --project tests/KnowledgeBaseClient.Aot.Runner -- "$@" | tee "$log"; }

# The README's first example, as a user publishes it.
dotnet publish "$temp/consumer" -f net10.0 -r linux-x64 -p:PublishAot=true -p:UseAppHost=true -o "$temp/first-list" | tee "$log"
fail_on_warnings
run_published first-list "$temp/first-list/Consumer" || fail 'the example did not list the runs'

# Every call, exception and registration.
for kind in native trimmed; do
  options=()
  [ $kind = native ] || options=(-p:PublishAot=false -p:PublishTrimmed=true -p:TrimMode=full --self-contained)
  dotnet publish tests/KnowledgeBaseClient.Aot -r linux-x64 "${options[@]}" --artifacts-path "$temp/aot-$kind" -o "$temp/$kind" | tee "$log"
  fail_on_warnings
  run_published checks "$temp/$kind/KnowledgeBaseClient.Aot" || fail "a check of the $kind program failed"
  grep -Eq '^[1-9][0-9]+ checks passed, 0 failed$' "$log" || fail "the $kind program did not run its checks"
done
