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
  timeout 240 dotnet run -c Release --no-build --project tests/KnowledgeBaseClient.Fleet.Proof -- "$@" --waits 500 --seconds 15 ||
    fail "the proof failed: $*"
}
prove requests --silos 1,2 --storage postgres
prove kill --silos 3 --storage redis
prove freeze --silos 3 --storage postgres
prove restart --silos 3 --storage redis
prove budget --silos 3 --storage postgres
