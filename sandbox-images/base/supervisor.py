#!/usr/bin/env python3
"""The first process of a sandbox: starts its tools on demand and says how they are.

  supervisor.py serve         answer on a UNIX socket until SIGTERM
  supervisor.py health        exit 0 when a supervisor answers, 1 when none does
  supervisor.py relay TOOL    start TOOL, wait until it is ready, then connect standard input and output with it

On the socket, HTTP with JSON: GET /health, /tools, /tools/NAME; POST /tools/NAME/start, /tools/NAME/stop. Every call is safe to
repeat. A sandbox has no network; whoever may execute a command in it may reach this socket, and nobody else can.
"""

import argparse
import http.client
import http.server
import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time

SOCKET = "/tmp/.practicum/supervisor.sock"
TOOLS = "/etc/practicum/tools.json"
KEYS = {"name": str, "command": list, "port": int, "health": str, "readySeconds": int}
STOP_SECONDS = 5


def parse_tools(path):
    """The tools of a tools.json by name. Every key of KEYS is required and no other is known."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if not isinstance(document, dict) or set(document) != {"tools"} or not isinstance(document["tools"], list):
        raise ValueError(f'{path}: expected {{"tools": [...]}} and nothing else')
    tools = {}
    for position, tool in enumerate(document["tools"]):
        where = f"{path}: tools[{position}]"
        if not isinstance(tool, dict) or set(tool) != set(KEYS):
            got = sorted(tool) if isinstance(tool, dict) else type(tool).__name__
            raise ValueError(f"{where}: expected exactly the keys {sorted(KEYS)}, got {got}")
        for key, kind in KEYS.items():
            if type(tool[key]) is not kind:
                raise ValueError(f"{where}.{key}: expected {kind.__name__}, got {json.dumps(tool[key])}")
        if not tool["command"] or not all(isinstance(word, str) for word in tool["command"]):
            raise ValueError(f"{where}.command: expected a list of words, got {json.dumps(tool['command'])}")
        if tool["name"] in tools:
            raise ValueError(f"{where}.name: {tool['name']} is declared twice")
        tools[tool["name"]] = tool
    return tools


class Tool:
    """One tool and its process.

    States: stopped; starting; ready: its health path answers; silent: it answered before and does not now, which a busy tool
    may do for a while; failed: its process ended, or it never became ready.
    """

    def __init__(self, declared):
        self.declared = declared
        self.lock = threading.RLock()
        self.process = None
        self.started_at = None
        self.was_ready = False

    def start(self):
        with self.lock:
            if self.process is None or self.process.poll() is not None:
                self.was_ready = False
                self.started_at = time.monotonic()
                # A session of its own, so that a stop reaches what the tool has started in turn.
                self.process = subprocess.Popen(
                    self.declared["command"], stdin=subprocess.DEVNULL, start_new_session=True
                )

    def stop(self):
        with self.lock:
            if self.process is None:
                return
            end_group(self.process)
            self.process = None

    def state(self):
        """The state and, for a failed tool, the reason."""
        with self.lock:
            if self.process is None:
                return {"state": "stopped"}
            code = self.process.poll()
            if code is not None:
                return {"state": "failed", "reason": f"its process ended with code {code}"}
            process, waited = self.process, time.monotonic() - self.started_at
        # Asked without the lock: a tool that hangs must not keep others from stopping it.
        answers = self.answers()
        with self.lock:
            if self.process is not process:
                return self.state()
            self.was_ready = self.was_ready or answers
            if answers:
                return {"state": "ready"}
            if self.was_ready:
                return {"state": "silent"}
            if waited > self.declared["readySeconds"]:
                return {"state": "failed", "reason": f"no answer within {self.declared['readySeconds']} seconds"}
            return {"state": "starting"}

    def answers(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.declared["port"], timeout=2)
        try:
            connection.request("GET", self.declared["health"])
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def end_group(process):
    """Ends a process with all it has started: asked first, forced after STOP_SECONDS."""
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, None)):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass  # the group is gone already
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue


def reap_strangers(tools):
    """As process 1 we inherit orphans of tools. A look without taking: a tool's own end belongs to its Popen."""
    while True:
        time.sleep(1)
        try:
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                owner = next((t for t in tools.values() if t.process and t.process.pid == ended.si_pid), None)
                if owner:
                    owner.process.poll()
                else:
                    os.waitpid(ended.si_pid, os.WNOHANG)
        except (ChildProcessError, AttributeError):
            continue  # no child left, or a stop took the process from under us: look again


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    tools = {}


class Endpoints(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "socket"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        room, _, name = self.path.removeprefix("/").partition("/")
        if self.path == "/health":
            self.answer(200, {"state": "up"})
        elif self.path == "/tools":
            self.answer(200, {"tools": [self.describe(tool) for tool in self.server.tools.values()]})
        elif room == "tools" and name in self.server.tools:
            self.answer(200, self.describe(self.server.tools[name]))
        else:
            self.refuse()

    def do_POST(self):
        room, _, rest = self.path.removeprefix("/").partition("/")
        name, _, verb = rest.partition("/")
        tool = self.server.tools.get(name)
        if room != "tools" or tool is None or verb not in ("start", "stop"):
            self.refuse()
            return
        try:
            tool.start() if verb == "start" else tool.stop()
            self.answer(200, self.describe(tool))
        except OSError as error:
            self.answer(500, {"error": f"{name}: cannot {verb}: {error}"})

    def refuse(self):
        names = ", ".join(self.server.tools) or "none"
        self.answer(404, {"error": f"{self.command} {self.path}: no such path; the tools here are: {names}"})

    @staticmethod
    def describe(tool):
        return {"name": tool.declared["name"], "port": tool.declared["port"], **tool.state()}


class SocketConnection(http.client.HTTPConnection):
    """HTTP to a supervisor's UNIX socket."""

    def __init__(self, path, timeout):
        super().__init__("supervisor", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, method, target, timeout=10):
    connection = SocketConnection(path, timeout)
    try:
        connection.request(method, target)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def answers_on(path):
    try:
        return ask(path, "GET", "/health", 2)[0] == 200
    except (OSError, http.client.HTTPException, ValueError):
        return False


def health(options):
    if answers_on(options.socket):
        return 0
    print(f"supervisor: none answers on {options.socket}", file=sys.stderr)
    return 1


def serve(options):
    tools = {name: Tool(declared) for name, declared in parse_tools(options.tools).items()}
    if answers_on(options.socket):
        print(f"supervisor: another one answers on {options.socket}", file=sys.stderr)
        return 1
    os.makedirs(os.path.dirname(options.socket), mode=0o700, exist_ok=True)
    if os.path.exists(options.socket):
        os.unlink(options.socket)  # left by one that was killed: it does not answer
    server = Server(options.socket, Endpoints)
    os.chmod(options.socket, 0o600)
    server.tools = tools
    threading.Thread(target=reap_strangers, args=(tools,), daemon=True).start()
    # shutdown() waits for serve_forever(), which this very thread runs: so another one calls it.
    stop = lambda *_: threading.Thread(target=server.shutdown).start()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"supervisor: up, tools: {', '.join(tools) or 'none'}", file=sys.stderr)
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        os.unlink(options.socket)
        stops = [threading.Thread(target=tool.stop) for tool in tools.values()]
        for thread in stops:
            thread.start()
        for thread in stops:
            thread.join()
    return 0


def relay(options):
    """Exit codes: 0 the tool closed the connection, 2 no such tool, 3 it did not become ready."""
    status, tool = ask(options.socket, "POST", f"/tools/{options.tool}/start")
    while status == 200 and tool["state"] == "starting":
        time.sleep(0.05)
        # Not by another start: a tool that ends at once would be started again for ever.
        status, tool = ask(options.socket, "GET", f"/tools/{options.tool}")
    if status != 200 or tool["state"] not in ("ready", "silent"):
        reason = tool.get("error") or f"{options.tool} is {tool['state']}: {tool.get('reason', 'stopped meanwhile')}"
        print(f"supervisor: {reason}", file=sys.stderr)
        return 2 if status == 404 else 3
    with socket.create_connection(("127.0.0.1", tool["port"])) as connection:
        threading.Thread(target=pump_up, args=(connection,), daemon=True).start()
        while data := connection.recv(65536):
            view = memoryview(data)
            while view:
                view = view[os.write(1, view):]
    return 0


def pump_up(connection):
    while data := os.read(0, 65536):
        connection.sendall(data)
    connection.shutdown(socket.SHUT_WR)  # the caller has said all; what the tool still answers must come through


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--socket", default=SOCKET)
    verbs = parser.add_subparsers(dest="verb", required=True)
    serving = verbs.add_parser("serve")
    serving.add_argument("--tools", default=TOOLS)
    verbs.add_parser("health")
    verbs.add_parser("relay").add_argument("tool")
    options = parser.parse_args()
    try:
        return {"serve": serve, "health": health, "relay": relay}[options.verb](options)
    except (ValueError, OSError) as error:
        print(f"supervisor: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
