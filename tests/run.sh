#!/usr/bin/env bash
# Runs every test project on one throw-away PostgreSQL and sums up. `./shop test` calls it.
set -euo pipefail

out=$1
cd "$SHOP_HOME"
results=$(mktemp -d)
running=''
trap 'kill $running 2>/dev/null || true; rm -rf "$results"' EXIT

# One compiler for all projects is warm after the first. It is ours alone, and ends with the build.
build() {
  local version compiler="shop-test-$$" failed=0
  version=$(dotnet --version)
  dotnet msbuild Shop.sln -restore -m -nologo -v:q -nr:false \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" </dev/null || failed=1
  dotnet exec "$(dotnet --list-sdks | sed -n "s:^$version \[\(.*\)\]:\1/$version:p")/Roslyn/bincore/VBCSCompiler.dll" \
    "-pipename:$compiler" -shutdown >/dev/null 2>&1 || true
  return $failed
}

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

# begin PROJECT: starts its tests.
begin() {
  dotnet test "$out/bin/$1/debug/$1.dll" --nologo --logger 'console;verbosity=minimal' \
    >"$results/$1.log" 2>&1 </dev/null 3>&- &
  running="$running $!"
}

# finish PROJECT PROCESS: waits for its tests and tells how they went.
finish() {
  local log="$results/$1.log"
  running=${running/ $2/}
  if wait "$2"; then
    printf '%-28s%5s passed   %s\n' "$1" "$(count Passed "$log")" "$(sed -n 's/.*Duration: \(.*\) - .*/\1/p' "$log")"
  else
    printf '%-28sFAILED\n' "$1"
    cat "$log"
  fi
  passed=$((passed + $(count Passed "$log" | grep . || echo 0)))
  failed=$((failed + $(count Failed "$log" | grep . || echo 1)))
}

# count WORD FILE: the number after "WORD:" in the closing line of a test run.
count() { sed -n "s/.*$1: *\([0-9][0-9]*\).*/\1/p" "$2" | tail -n 1; }

echo "Building everything, with every check"
build
start_database

# A storm waits as much as it works. What does not watch the clock runs beside it, all else alone.
passed=0 failed=0 alone=''
begin Shop.Storm.Tests
storm=$!
for project in tests/*.Tests; do
  name=${project#tests/}
  case $name in
    Shop.Storm.Tests) ;;
    Shop.Bench.Tests | Shop.Grains.Tests) begin "$name"; finish "$name" $! ;;
    *) alone="$alone $name" ;;
  esac
done
finish Shop.Storm.Tests $storm
for name in $alone; do
  begin "$name"
  finish "$name" $!
done

exec 3>&-
wait "$database" || true

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
