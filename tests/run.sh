#!/usr/bin/env bash
# Runs every test project on one throw-away PostgreSQL and sums up. `./shop test` calls it.
set -euo pipefail

out=$1
cd "$SHOP_HOME"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# The server ends when our end of the pipe closes, so it also ends when we are killed.
start_database() {
  mkfifo "$results/end"
  dotnet "$out/bin/Shop.Silo/debug/Shop.Silo.dll" test-database \
    <"$results/end" >"$results/address" 2>"$results/database.log" &
  database=$!
  exec 3>"$results/end"
  while [ ! -s "$results/address" ]; do
    if ! kill -0 "$database" 2>/dev/null; then
      cat "$results/database.log" >&2
      exit 1
    fi
    sleep 0.1
  done
  SHOP_TEST_DATABASE_URL=$(cat "$results/address")
  export SHOP_TEST_DATABASE_URL
}

# count WORD FILE: the number after "WORD:" in the closing line of a test run.
count() { sed -n "s/.*$1: *\([0-9][0-9]*\).*/\1/p" "$2" | tail -n 1; }

run_project() {
  local name log started=$SECONDS
  name=$(basename "$1" .csproj)
  log="$results/$name.log"
  printf '%-28s' "$name"
  if dotnet test "$1" --no-build --nologo >"$log" 2>&1 </dev/null 3>&-; then
    printf '%5s passed  %3d s\n' "$(count Passed "$log")" $((SECONDS - started))
  else
    printf 'FAILED        %3d s\n' $((SECONDS - started))
    cat "$log"
  fi
  passed=$((passed + $(count Passed "$log" | grep . || echo 0)))
  failed=$((failed + $(count Failed "$log" | grep . || echo 1)))
}

echo "Building everything, with every check"
dotnet msbuild Shop.sln -restore -m -nologo -v:q -nr:false -p:UseSharedCompilation=false </dev/null
start_database

passed=0 failed=0
for project in tests/*.Tests/*.csproj; do
  run_project "$project"
done

exec 3>&-
wait "$database" || true

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
