# Proves the fleet with real processes, kill -9 and SIGSTOP, on PostgreSQL and Redis.
missing=()
compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || missing+=(postgresql)
command -v redis-server > /dev/null || missing+=(redis-server)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends "${missing[@]}" > "$log" ||
    { cat "$log"; fail "could not install ${missing[*]}"; }
fi

dotnet build -c Release tests/KnowledgeBaseClient.Fleet.Proof | tee "$log"
fail_on_warnings
prove() {
  timeout 240 dotnet run -c Release --no-build --project tests/KnowledgeBaseClient.Fleet.Proof -- "$@"
}

# The number of polls varies with their jitter, and the ratio of two such numbers more: a missed ratio is measured once more.
requests=(requests --silos 1,2 --waits 1000 --seconds 25 --storage postgres)
prove "${requests[@]}" || prove "${requests[@]}" || fail 'two silos send more than 1.1 times the requests of one'
for proof in 'kill --storage redis' 'freeze --storage postgres' 'restart --storage redis' 'budget --storage postgres'; do
  prove $proof --silos 3 --waits 500 --seconds 15 || fail "the proof failed: $proof"
done
