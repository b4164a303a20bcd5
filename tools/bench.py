#!/usr/bin/env python3
"""The speed bars, each a figure of the real server beside the bare tool where there is one.

  start      from exec to the first answered request; memory at rest
  static     a 1 MiB file by the server and by nginx, each on one core and wrk on the other, rounds taking turns
  media      30 s of 1080x1920: last byte to playable; whole ladder against the bare ffmpeg command
  feed       50 viewers turning pages of a feed over 10 000 videos
  swipe      an outcome is sent; how long until a page is ranked with it
  web        the page in Chromium: first bytes, first frame, swipes, memory (web/tests/gates.mjs)
  search     100 000 videos, 2000 questions with slips, and every beginning of 300 of them as suggestions

Standard library only; loopback only; every load is bounded. Prints one line a figure, and --json FILE keeps them.
"""
import argparse
import base64
import http.client
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PASSWORD = "measured-twice-7"
results = {}


def say(name, value, unit, bar=None, good=None, note=""):
    verdict = "" if good is None else ("  ok" if good else "  MISSED")
    limit = f" (bar: {bar})" if bar else ""
    print(f"{name:<44} {value:>10.4g} {unit}{limit}{verdict}  {note}".rstrip(), flush=True)
    results[name] = {"value": value, "unit": unit, "bar": bar, "good": good, "note": note}


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, binary, data, extra=()):
        self.port = free_port()
        self.command = [binary, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}", "--no-rate-limits",
                        *extra]
        self.log = open(data + ".log", "ab")
        self.process = None

    def start(self, patience_s=30):
        began = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)
        while time.monotonic() - began < patience_s:
            try:
                if call(self.port, "GET", "/api/v1/health")[0] == 200:
                    return (time.monotonic() - began) * 1000
            except OSError:
                time.sleep(0.002)
        raise SystemExit("the server did not start; see " + self.log.name)

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def memory_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return 0.0


def raw(port, method, path, body=None, headers=None, connection=None):
    own = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    own.request(method, path, body=body, headers=headers or {})
    answer = own.getresponse()
    data = answer.read()
    if not connection:
        own.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, data


def call(port, method, path, value=None, token=None, connection=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = None
    if value is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(value)
    status, _, data = raw(port, method, path, body, headers, connection)
    return status, json.loads(data) if data[:1] in (b"{", b"[") else data


def insist(wanted, answer):
    if answer[0] != wanted:
        raise SystemExit(f"expected {wanted}, got {answer[0]}: {answer[1]}")
    return answer[1]


def owner_token(port):
    insist(201, call(port, "POST", "/api/v1/setup", {
        "instance_name": "Bench", "handle": "keeper", "name": "Keeper", "password": PASSWORD}))
    return sign_in(port, "keeper")


def sign_in(port, handle):
    return insist(200, call(port, "POST", "/api/v1/session", {
        "handle": handle, "password": PASSWORD, "deliver": "token"}))["token"]


def upload(port, token, path):
    """Returns (video, when the last byte was acknowledged)."""
    size = os.path.getsize(path)
    name = base64.b64encode(b"clip.mp4").decode()
    status, headers, data = raw(port, "POST", "/api/v1/uploads", b"", {
        "Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0", "Upload-Length": str(size),
        "Upload-Metadata": f"filename {name}"})
    if status != 201:
        raise SystemExit(f"upload: {status} {data!r}")
    location = urllib.parse.urlparse(headers["location"]).path
    with open(path, "rb") as file:
        status, _, data = raw(port, "PATCH", location, file.read(), {
            "Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0", "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream"})
    if status != 204:
        raise SystemExit(f"upload: {status} {data!r}")
    return headers["vitrine-video"], time.monotonic()


def wait_for(port, token, video, states, connection=None):
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while True:
        answer = insist(200, call(port, "GET", f"/api/v1/videos/{video}", token=token, connection=connection))
        if answer["state"] in states:
            return answer, time.monotonic()
        if answer["state"] == "failed":
            raise SystemExit(f"{video} failed: {answer['problem']}; the server's log was kept")
        time.sleep(0.01)


def ffmpeg(*arguments):
    began = time.monotonic()
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)
    return time.monotonic() - began


def bench_start(args, home):
    times = []
    for _ in range(7):
        server = Server(args.binary, os.path.join(home, "start"))
        times.append(server.start())
        time.sleep(0.5)
        memory = server.memory_mib()
        server.stop()
    say("start, exec to first answer, p50", statistics.median(times), "ms", "<= 300", statistics.median(times) <= 300)
    say("memory at rest", memory, "MiB", "<= 100", memory <= 100)


NGINX = """daemon off; master_process off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/nginx.err;
events {{ worker_connections 512; }}
http {{ access_log off; sendfile on; tcp_nopush on; types {{ video/mp4 mp4; }}
  client_body_temp_path {home}/temp; proxy_temp_path {home}/temp; fastcgi_temp_path {home}/temp;
  uwsgi_temp_path {home}/temp; scgi_temp_path {home}/temp;
  server {{ listen 127.0.0.1:{port}; root {home}/www; }} }}
"""


def requests_per_second(url, connections):
    """The loader has a core of its own, so that what is measured is the other one's server and not who waits for whom."""
    out = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", "-d4s", url], check=True, capture_output=True, text=True)
    return float(out.stdout.split("Requests/sec:")[1].split()[0])


def bench_static(args, home):
    server = Server(args.binary, os.path.join(home, "static"))
    server.start()
    token = owner_token(server.port)
    clip = os.path.join(home, "static.mp4")
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=540x960:rate=30", "-t", "6", "-c:v", "libx264", "-preset", "veryfast",
           "-b:v", "2M", "-pix_fmt", "yuv420p", "-g", "30", clip)
    video, _ = upload(server.port, token, clip)
    insist(200, call(server.port, "PATCH", f"/api/v1/videos/{video}", {"visibility": "public"}, token))
    insist(200, call(server.port, "POST", f"/api/v1/videos/{video}/publish", token=token))
    answer, _ = wait_for(server.port, token, video, ("ready",))
    url = answer["media"]["mp4"]
    data = raw(server.port, "GET", url)[2]
    os.makedirs(os.path.join(home, "www"), exist_ok=True)
    with open(os.path.join(home, "www", "clip.mp4"), "wb") as file:
        file.write(data)
    port = free_port()
    conf = os.path.join(home, "nginx.conf")
    with open(conf, "w") as file:
        file.write(NGINX.format(home=home, port=port))
    subprocess.run(["taskset", "-apc", "0", str(server.process.pid)], check=True, stdout=subprocess.DEVNULL)
    nginx = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", conf, "-p", home], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    ours, theirs = [], []
    for _ in range(3):
        ours.append(requests_per_second(f"http://127.0.0.1:{server.port}{url}", 16))
        theirs.append(requests_per_second(f"http://127.0.0.1:{port}/clip.mp4", 16))
    nginx.terminate()
    nginx.wait()
    server.stop()
    a, b = statistics.median(ours), statistics.median(theirs)
    say(f"static {len(data) / 2**20:.2f} MiB file, ours", a, "req/s")
    say("static, nginx", b, "req/s")
    say("static, ours / nginx", a / b, "x", ">= 0.8", a / b >= 0.8)


def phone_clip(path, rate):
    """30 s of 1080x1920 as a phone records it: H.264 High, a key picture a second, AAC."""
    ffmpeg("-f", "lavfi", "-i", "mandelbrot=size=1080x1920:rate=30:end_scale=0.1:end_pts=900:maxiter=400", "-f", "lavfi",
           "-i", "anoisesrc=color=pink:amplitude=0.3:sample_rate=48000", "-t", "30", "-c:v", "libx264", "-preset",
           "veryfast", "-profile:v", "high", "-b:v", f"{rate}k", "-maxrate", f"{rate * 6 // 5}k", "-bufsize",
           f"{rate * 6 // 5}k", "-pix_fmt", "yuv420p", "-g", "30", "-keyint_min", "30", "-sc_threshold", "0",
           "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", path)


def bare_ladder(home, clip, rungs):
    """The same rungs with the same encoder settings by one ffmpeg; a rung that we copied is copied here too."""
    encoded = [rung for rung in rungs if not rung["copied"]]
    graph = f"[0:v]split={len(encoded)}" + "".join(f"[s{i}]" for i in range(len(encoded)))
    outputs = []
    for i, rung in enumerate(rungs):
        if rung["copied"]:
            outputs += ["-map", "0:v", "-c:v", "copy"]
        else:
            graph += f";[s{i}]scale={rung['width']}:{rung['height']}[v{i}]"
            rate = {360: 350, 540: 900, 720: 1800, 1080: 3500}[min(rung["width"], rung["height"])]
            outputs += ["-map", f"[v{i}]", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23",
                        "-maxrate", f"{rate}k", "-bufsize", f"{2 * rate}k", "-force_key_frames",
                        "expr:gte(t,n_forced)", "-x264-params", "scenecut=0:open-gop=0:keyint=600", "-pix_fmt",
                        "yuv420p"]
        outputs += ["-map", "0:a", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart",
                    os.path.join(home, f"bare{i}.mp4")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = ffmpeg("-i", clip, "-filter_complex", graph, *outputs)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bench_media(args, home):
    # Up to half as much again as the top rung would have, a compliant clip is kept as that rung (docs/media.md, 4).
    clips = {"compliant, 4.5 Mbit/s": 4500, "8 Mbit/s": 7900}
    for name, rate in clips.items():
        phone_clip(os.path.join(home, f"{rate}.mp4"), rate)
    server = Server(args.binary, os.path.join(home, "media"))
    server.start()
    token = owner_token(server.port)
    playable, ours = [], {}
    for name, rate in list(clips.items())[:1] * 2 + list(clips.items()):
        video, sent = upload(server.port, token, os.path.join(home, f"{rate}.mp4"))
        _, then = wait_for(server.port, token, video, ("playable", "ready"))
        if rate == 4500:
            playable.append(then - sent)
        answer, done = wait_for(server.port, token, video, ("ready",))
        ours[name] = (done - sent, answer["media"]["rungs"])
    server.stop()
    say("30 s 1080x1920 playable after the last byte", statistics.median(playable), "s", "<= 1.5",
        statistics.median(playable) <= 1.5)
    for name, rate in clips.items():
        wall, rungs = ours[name]
        for rung in rungs:  # a copy that is good enough stays the top rung (docs/media.md, 4)
            rung["copied"] = rate == 4500 and min(rung["width"], rung["height"]) == 1080
        encoded = sum(not rung["copied"] for rung in rungs)
        bare_wall, bare_cpu = bare_ladder(home, os.path.join(home, f"{rate}.mp4"), rungs)
        say(f"{name}: whole job, {encoded} rungs encoded", wall, "s")
        say(f"{name}: bare ffmpeg", bare_wall, "s", note=f"{bare_cpu:.1f} s of processor time")
        say(f"{name}: ours / bare", wall / bare_wall, "x", "<= 1.2", wall / bare_wall <= 1.2)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def bench_feed(args, home):
    data = os.path.join(home, "feed")
    subprocess.run([args.binary, "bench", "seed", "--data", data, "--videos", str(args.videos), "--viewers",
                    str(args.viewers)], check=True)
    server = Server(args.binary, data)
    server.start()
    with open(os.path.join(data, "bench-tokens.txt")) as file:
        tokens = file.read().split()
    times, lock = [], threading.Lock()
    stop = time.monotonic() + 15

    def turn_pages(token, number):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        mine = []
        time.sleep(number * 0.02)
        while time.monotonic() < stop:
            began = time.perf_counter()
            insist(200, call(server.port, "GET", "/api/v1/feed/for_you", token=token, connection=connection))
            mine.append((time.perf_counter() - began) * 1000)
            time.sleep(1.0)  # a page is ten clips; nobody is faster than this
        with lock:
            times.extend(mine[1:])

    threads = [threading.Thread(target=turn_pages, args=(t, n)) for n, t in enumerate(tokens[:args.viewers])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.stop()
    say(f"feed page, {args.videos} videos, {args.viewers} viewers, p50", percentile(times, 0.5), "ms", note=f"n={len(times)}")
    say("feed page, p99", percentile(times, 0.99), "ms", "<= 10", percentile(times, 0.99) <= 10)


def bench_swipe(args, home):
    data = os.path.join(home, "swipe")
    subprocess.run([args.binary, "bench", "seed", "--data", data, "--videos", "2000", "--viewers", "2"], check=True)
    server = Server(args.binary, data)
    server.start()
    with open(os.path.join(data, "bench-tokens.txt")) as file:
        token = file.read().split()[0]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    times = []
    for turn in range(60):
        page = insist(200, call(server.port, "GET", "/api/v1/feed/for_you", token=token, connection=connection))
        item, receipt = page["items"][0], page["receipt"]
        began = time.perf_counter()
        insist(204, call(server.port, "POST", "/api/v1/events", {"session": "0123456789abc", "events": [
            {"kind": "watched", "video": item["id"], "receipt": receipt["id"], "position": 0,
             "watched_ms": item["duration_ms"], "loops": 1, "finished": True, "skipped": False}]},
            token=token, connection=connection))
        while True:
            page = insist(200, call(server.port, "GET", "/api/v1/feed/for_you", token=token, connection=connection))
            if page["receipt"]["log_position"] > receipt["log_position"]:
                break
        times.append((time.perf_counter() - began) * 1000)
    server.stop()
    say("swipe to changed page, p50", percentile(times, 0.5), "ms", note="n=60, events and page over HTTP")
    say("swipe to changed page, p99", percentile(times, 0.99), "ms", "<= 1000", percentile(times, 0.99) <= 1000)


def bench_search(args, home):
    data = os.path.join(home, "search")
    said = subprocess.run([args.binary, "bench", "search", "--data", data, "--videos", str(args.found)], check=True,
                          capture_output=True, text=True).stdout
    print(said, end="", flush=True)
    # A slip of the typing hand may have cut a letter in two.
    with open(os.path.join(data, "bench-questions.txt"), encoding="utf-8", errors="ignore") as file:
        questions = file.read().splitlines()
    server = Server(args.binary, data)
    server.start(patience_s=600)  # the first start writes the log of 100 000 clips that came in by another way
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

        def times(path, texts):
            took = []
            for text in texts:
                began = time.monotonic()
                status = raw(server.port, "GET", path + urllib.parse.quote(text), connection=connection)[0]
                took.append((time.monotonic() - began) * 1000)
                if status != 200:
                    raise SystemExit(f"{path}{text} answered {status}")
            return took

        times("/api/v1/search?q=", questions[:50])
        found = times("/api/v1/search?q=", questions)
        begun = times("/api/v1/search/suggest?q=",
                      [text[:letters] for text in questions[:300] for letters in range(1, len(text) + 1)])
        for name, took, bar in (("results", found, 50), ("suggestions", begun, 20)):
            say(f"search: {name} p50", percentile(took, .5), "ms")
            p95 = percentile(took, .95)
            say(f"search: {name} p95", p95, "ms", f"<= {bar}", p95 <= bar, f"{args.found} videos, over HTTP")
    finally:
        server.stop()


def bench_web(args, home):
    kept = os.path.join(home, "web.json")
    environment = {**os.environ, "VITRINE_BINARY": os.path.abspath(args.binary)}
    subprocess.run(["node", "web/tests/gates.mjs", "--json", kept], env=environment)  # prints as it measures
    with open(kept) as file:
        for figure in json.load(file):
            results["web: " + figure.pop("name")] = figure


def main():
    benches = {"start": bench_start, "static": bench_static, "media": bench_media, "feed": bench_feed,
               "swipe": bench_swipe, "search": bench_search, "web": bench_web}
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", help=", ".join(benches))
    options.add_argument("--binary", default="build/release/vitrine")
    options.add_argument("--videos", type=int, default=10_000)
    options.add_argument("--viewers", type=int, default=50)
    options.add_argument("--found", type=int, default=100_000, help="videos to search in")
    options.add_argument("--json")
    args = options.parse_args()
    home = tempfile.mkdtemp(prefix="vitrine-bench-")
    for name in args.names or benches:  # what went wrong leaves its folder for a look
        benches[name](args, home)
    shutil.rmtree(home)
    if args.json:
        with open(args.json, "w") as file:
            json.dump(results, file, indent=2)
    sys.exit(0 if all(r["good"] is not False for r in results.values()) else 1)


if __name__ == "__main__":
    main()
