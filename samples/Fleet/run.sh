#!/usr/bin/env bash
# Three workers share one poller and durable waits. One of them is killed while its runs are running, and the others deliver its wait.
# Usage: run.sh [redis|postgres]. Exit code 0: every wait was delivered.
set -euo pipefail
cd "$(dirname "$0")"

storage=${1:-redis}
directory=$(mktemp -d -t fleet-XXXXXX)
log=$directory/workers.log
time_limit=50
declare -A workers=()
service='' database=''

fail() { echo "$*" >&2; exit 1; }

stop() { # the signal and the process ids
    local signal=$1 deadline=$((SECONDS + 8))
    shift
    kill -s "$signal" "$@" 2>/dev/null || true
    while kill -0 "$@" 2>/dev/null && ((SECONDS < deadline)); do sleep 0.1; done
    kill -s KILL "$@" 2>/dev/null || true
}

stop_all() {
    stop TERM "${workers[@]}"
    stop TERM $service
    stop INT $database
    rm -rf "$directory"
}
trap stop_all EXIT
trap 'exit 1' INT TERM

wait_for() { # what, and the command that succeeds then
    local what=$1
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < time_limit)) || fail "Not within $time_limit s: $what. $(tail -n 20 "$directory"/*.log)"
        sleep 0.2
    done
}

is_open() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() { # below the ports that the system gives to connections
    local port
    while port=$((RANDOM % 12000 + 20000)); is_open "$port"; do :; done
    echo "$port"
}

count() { grep -o "$1: wait [^ ]*" "$log" | sort -u | wc -l; }
has_counted() { (($(count "$1") >= $2)); }

start_redis() {
    command -v redis-server >/dev/null || fail "Redis is missing: apt-get install redis-server"
    redis-server --bind 127.0.0.1 --port "$1" --dir "$directory" --appendonly yes --save '' >"$directory/redis.log" 2>&1 &
    database=$!
    wait_for "Redis has started" is_open "$1"
    export ConnectionStrings__Redis=127.0.0.1:$1
}

start_postgres() {
    local bin data=$directory/data user=()
    bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)")
    [[ -x $bin/initdb ]] || fail "PostgreSQL is missing: apt-get install postgresql"
    mkdir "$data"
    if ((EUID == 0)); then # PostgreSQL does not run as root
        user=(setpriv --reuid=postgres --regid=postgres --init-groups)
        chmod 711 "$directory"
        chown postgres "$data"
    fi
    "${user[@]}" "$bin/initdb" -D "$data" -A trust -U postgres -E UTF8 --no-sync >"$directory/postgres.log"
    "${user[@]}" "$bin/postgres" -D "$data" -h 127.0.0.1 -p "$1" -c unix_socket_directories= >>"$directory/postgres.log" 2>&1 &
    database=$!
    wait_for "PostgreSQL has started" "$bin/pg_isready" -h 127.0.0.1 -p "$1"
    "$bin/psql" -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$1" -U postgres -f postgresql.sql
    export ConnectionStrings__Postgres="Host=127.0.0.1;Port=$1;Username=postgres;Database=postgres"
}

start_worker() {
    Silo__Name=$1 KnowledgeBase__ApplicationName=$1 Silo__Port=$(free_port) Silo__GatewayPort=$(free_port) \
        dotnet "$program" > >(sed -u "s/ info: [^ ]*/ $1 /" | tee -a "$log") 2>&1 &
    workers[$1]=$!
    disown # or the shell reports the kill
}

case $storage in
    redis | postgres) "start_$storage" "$(free_port)" ;;
    *) fail "Usage: run.sh [redis|postgres]" ;;
esac

echo "Building. Then: three workers with $storage, and a simulated service whose runs take 15 s."
dotnet build -c Release -v quiet -nologo >"$directory/build.log" || fail "$(cat "$directory/build.log")"
program=$PWD/bin/Release/net10.0/Fleet.dll
touch "$log"
SECONDS=0

# The cluster reports a killed silo in many lines. In production: Warning.
export Logging__LogLevel__Orleans=Critical

port=$(free_port)
dotnet "$program" service "$port" &
service=$!
wait_for "the service has started" is_open "$port"
export KnowledgeBase__BaseAddress=http://127.0.0.1:$port/ KnowledgeBase__ApiKey=fake-api-key-for-tests-only

for worker in worker-1 worker-2 worker-3; do start_worker "$worker"; done
wait_for "every worker has registered a wait" has_counted Registered 3
wait_for "a worker polls" grep -q "polls the knowledge base" "$log"

victim=$(grep "polls the knowledge base" "$log" | tail -n 1 | grep -o 'worker-[0-9]')
echo "$(date +%T) kill -9 $victim, which polls. Waits delivered so far: $(count Delivered)."
stop KILL "${workers[$victim]}"
unset "workers[$victim]"

wait_for "every wait is delivered" has_counted Delivered 3
echo "$(date +%T) All 3 waits were delivered, by the workers that are left."
