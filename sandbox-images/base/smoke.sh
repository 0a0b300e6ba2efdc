#!/bin/sh
# Proves a built image from inside: docker run --rm --network none --read-only --tmpfs /tmp --entrypoint sh IMAGE /opt/practicum/smoke.sh
set -eu

supervisor="${SUPERVISOR:-/opt/practicum/supervisor.py}"
work="$(mktemp -d)"
socket="$work/supervisor.sock"
server=''
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "smoke: $1" >&2
  exit 1
}

[ "$(id -u)" -ne 0 ] || fail 'expected an ordinary user, got root'

mkdir "$work/site"
echo 'the page' > "$work/site/page.txt"
cat > "$work/tools.json" <<JSON
{"tools": [{"name": "page", "port": 47113, "health": "/page.txt", "readySeconds": 20,
  "command": ["python3", "-m", "http.server", "47113", "--bind", "127.0.0.1", "--directory", "$work/site"]}]}
JSON

python3 "$supervisor" --socket "$socket" serve --tools "$work/tools.json" &
server=$!
attempt=0
until python3 "$supervisor" --socket "$socket" health 2>/dev/null; do
  attempt=$((attempt + 1))
  [ "$attempt" -lt 50 ] || fail 'the supervisor did not answer within five seconds'
  sleep 0.1
done

printf 'GET /page.txt HTTP/1.0\r\n\r\n' | python3 "$supervisor" --socket "$socket" relay page | grep -q 'the page' \
  || fail 'expected the page through the relay'

kill "$server"
wait "$server" || fail 'expected a clean stop'
server=''
if python3 "$supervisor" --socket "$socket" health 2>/dev/null; then fail 'it answers after its stop'; fi
echo 'smoke: ok'
