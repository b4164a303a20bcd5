#!/usr/bin/env python3
"""Kills the server at random while people upload, publish, like and comment, then looks for anything lost.

What is checked, after every restart on a sample and at the end on everything that was ever acknowledged:
  - an acknowledged upload offset is still there, and the upload can be continued from it
  - a finished upload becomes a playable video without anybody's help
  - a published video is listed, and every byte its answer promises is served (nothing half-visible)
  - likes, comments and their counts are exactly what was acknowledged (a call without an answer may have
    happened or not; it is repeated with the same idempotency key, and must then have happened once)
  - the server answers again within two seconds

Standard library only. Every random choice comes from --seed. Traffic goes to loopback alone.
"""
import argparse
import atexit
import base64
import glob
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PASSWORD = "torture-chamber-7"


class Gone(Exception):
    """The server did not answer: it was killed, or is not up yet."""


class Server:
    """The process under test, started in its own group so that its workers die with it."""

    def __init__(self, binary, data, port, extra):
        self.command = [binary, "serve", "--data", data, "--listen", f"127.0.0.1:{port}", *extra]
        self.port = port
        self.log = open(os.path.join(data, "..", "server.log"), "ab")
        self.process = None
        self.start_ms = []

    def start(self):
        began = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log, start_new_session=True)
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended by itself with {self.process.returncode}; see its log")
            try:
                if Client(self.port).call("GET", "/api/v1/health")[0] == 200:
                    break
            except Gone:
                pass
            if time.monotonic() - began > 30:
                raise SystemExit("the server did not come back within 30 s")
            time.sleep(0.01)
        self.start_ms.append((time.monotonic() - began) * 1000)

    def kill(self):
        if self.process is None or self.process.returncode is not None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_a_worker(self, rng):
        """kill -9 of one child (a converter in its sandbox), if there is one."""
        pids = []
        for children in glob.glob(f"/proc/{self.process.pid}/task/*/children"):
            try:
                with open(children) as listed:
                    pids += [int(pid) for pid in listed.read().split()]
            except OSError:
                pass  # a thread that ended meanwhile
        if not pids:
            return False
        try:
            os.kill(rng.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True


class Client:
    def __init__(self, port, token=None):
        self.port = port
        self.token = token

    def raw(self, method, path, body=None, headers=None, timeout=10):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            fields = dict(headers or {})
            if self.token:
                fields["Authorization"] = f"Bearer {self.token}"
            connection.request(method, path, body=body, headers=fields)
            answer = connection.getresponse()
            return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Gone(str(error)) from error
        finally:
            connection.close()

    def call(self, method, path, value=None, key=None):
        headers = {}
        body = None
        if value is not None:
            body = json.dumps(value)
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        status, _, data = self.raw(method, path, body, headers)
        try:
            return status, json.loads(data) if data else None
        except ValueError:
            return status, data

    def insist(self, stop, method, path, value=None, key=None):
        """Repeats until there is an answer; the key makes the repetition harmless."""
        while not stop.is_set():
            try:
                status, answer = self.call(method, path, value, key)
                if status not in (429, 503):
                    return status, answer
            except Gone:
                pass
            time.sleep(0.05)
        return None, None


class Journal:
    """What was acknowledged. Locked; a person's thread is the only writer of its own entries."""

    def __init__(self):
        self.lock = threading.Lock()
        self.offsets = {}  # upload path -> (token, acknowledged offset)
        self.finished = {}  # video -> token of its author
        self.published = {}  # video -> title
        self.likes = {}  # (video, person) -> liked
        self.unanswered = set()  # (video, person) whose last like or unlike was cut off by the end of the run
        self.comments = {}  # comment -> (video, text)
        self.counts = {"patches": 0, "uploads": 0, "published": 0, "likes": 0, "comments": 0}

    def note(self, kind, table, key, value):
        with self.lock:
            getattr(self, table)[key] = value
            self.counts[kind] += 1


class Person(threading.Thread):
    def __init__(self, number, port, token, clips, journal, stop, seed):
        super().__init__(daemon=True)
        self.number = number
        self.client = Client(port, token)
        self.clips = clips
        self.journal = journal
        self.stop = stop
        self.rng = random.Random(seed * 1000 + number)
        self.trouble = []
        self.processing = []  # own uploads not seen ready yet, oldest first

    def key(self):
        return f"k-{self.number}-{self.rng.getrandbits(60):x}"

    def run(self):
        while not self.stop.is_set():
            roll = self.rng.random()
            try:
                if roll < 0.12:
                    self.upload()
                elif roll < 0.55:
                    self.like()
                else:
                    self.comment()
            except Gone:
                time.sleep(0.02)
            except Exception as error:  # noqa: BLE001: whatever it is, it is a finding
                self.trouble.append(f"person {self.number}: {error!r}")
                return

    def upload(self):
        # A person waits for the clips in the works; else the run ends in an hour of converting the backlog.
        while self.processing:
            status, answer = self.client.call("GET", f"/api/v1/videos/{self.processing[0]}")
            if status == 200 and answer["state"] in ("ready", "failed"):
                self.processing.pop(0)
            else:
                break
        if len(self.processing) >= 3:
            return self.comment()
        clip = self.rng.choice(self.clips)
        name = base64.b64encode(b"clip.mp4").decode()
        status, headers, body = self.client.raw("POST", "/api/v1/uploads", b"", {
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(clip)),
            "Upload-Metadata": f"filename {name}", "Idempotency-Key": self.key()})
        if status in (429, 503, 413, 507):
            return time.sleep(0.2)
        if status != 201:
            raise AssertionError(f"POST /uploads said {status}: {body[:200]}")
        path = urllib.parse.urlparse(headers["location"]).path
        video = headers["vitrine-video"]
        offset = 0
        piece = max(1, len(clip) // self.rng.randint(1, 6))
        while offset < len(clip) and not self.stop.is_set():
            try:
                status, headers, body = self.client.raw("PATCH", path, clip[offset:offset + piece], {
                    "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset),
                    "Content-Type": "application/offset+octet-stream"})
                if status == 204:
                    offset = int(headers["upload-offset"])
                    self.journal.note("patches", "offsets", path, (self.client.token, offset, len(clip)))
                    continue
            except Gone:
                status = None
            time.sleep(0.05)
            try:
                status, headers, body = self.client.raw("HEAD", path, None, {"Tus-Resumable": "1.0.0"})
            except Gone:
                continue
            if status in (200, 204):
                now = int(headers["upload-offset"])
                if now < offset:
                    raise AssertionError(f"{path}: {offset} bytes were acknowledged, {now} are there")
                offset = now
            elif status == 404 or status == 410:
                # The answer to the last piece was lost: the upload is complete and became a video.
                break
        if self.stop.is_set():
            return
        with self.journal.lock:
            self.journal.offsets.pop(path, None)
        self.journal.note("uploads", "finished", video, self.client.token)
        self.processing.append(video)
        title = f"clip {self.key()}"
        status, answer = self.client.insist(self.stop, "PATCH", f"/api/v1/videos/{video}", {
            "title": title, "visibility": "public"})
        if status is None:
            return
        if status != 200:
            raise AssertionError(f"PATCH video said {status}: {answer}")
        status, answer = self.client.insist(self.stop, "POST", f"/api/v1/videos/{video}/publish", None, self.key())
        if status is None:
            return
        if status != 200:
            raise AssertionError(f"publish said {status}: {answer}")
        self.journal.note("published", "published", video, title)

    def pick(self):
        with self.journal.lock:
            videos = list(self.journal.published)
        if not videos:
            time.sleep(0.1)
            return None
        return self.rng.choice(videos[-12:])

    def like(self):
        video = self.pick()
        if not video:
            return
        method = "PUT" if self.rng.random() < 0.7 else "DELETE"
        status, answer = self.client.insist(self.stop, method, f"/api/v1/videos/{video}/like", None, self.key())
        if status == 200:
            self.journal.note("likes", "likes", (video, self.number), method == "PUT")
        elif status is None:
            self.journal.unanswered.add((video, self.number))
        elif status != 404:
            raise AssertionError(f"{method} like said {status}: {answer}")

    def comment(self):
        video = self.pick()
        if not video:
            return
        text = f"comment {self.key()}"
        status, answer = self.client.insist(
            self.stop, "POST", f"/api/v1/videos/{video}/comments", {"text": text}, self.key())
        if status == 201:
            self.journal.note("comments", "comments", answer["id"], (video, text))
        elif status not in (None, 404):
            raise AssertionError(f"comment said {status}: {answer}")


def all_comments(client, video):
    found, cursor = [], ""
    while True:
        status, page = client.call("GET", f"/api/v1/videos/{video}/comments?sort=new{cursor}")
        if status != 200:
            return None
        found += [(item["id"], item["text"]) for item in page["items"]]
        if not page["next"]:
            return found
        cursor = "&cursor=" + urllib.parse.quote(page["next"])


def whole(client, video):
    """Every byte the video's answer promises is served; returns what is wrong, or nothing."""
    media = video["media"]
    if media is None:
        return "listed without media"
    for rung in media["rungs"]:
        promised = rung["init_bytes"] + sum(size for size, _ in rung["segments"])
        status, headers, body = client.raw("GET", rung["url"])
        if status != 200 or len(body) != promised:
            return f"rung {rung['height']}: {status}, {len(body)} of {promised} bytes"
    for url in (media["mp4"], video["poster"]):
        if client.raw("GET", url)[0] != 200:
            return f"{url} is not served"
    return None


class Verdict:
    def __init__(self):
        self.lost = []
        self.half_visible = []

    def offsets(self, port, journal, among):
        for path, (token, offset, length) in among:
            status, headers, _ = Client(port, token).raw("HEAD", path, None, {"Tus-Resumable": "1.0.0"})
            if status in (404, 410) and offset < length:
                with journal.lock:
                    still_open = path in journal.offsets
                if still_open:
                    self.lost.append(f"{path}: {offset} acknowledged bytes are gone ({status})")
            elif status in (200, 204) and int(headers["upload-offset"]) < offset:
                self.lost.append(f"{path}: {offset} bytes acknowledged, {headers['upload-offset']} there")

    def listed(self, client):
        status, page = client.call("GET", "/api/v1/feed/latest")
        if status != 200:
            self.half_visible.append(f"the latest feed said {status}")
            return
        for video in page["items"]:
            wrong = whole(client, video)
            if wrong:
                self.half_visible.append(f"{video['id']}: {wrong}")

    def everything(self, port, journal, tokens, deadline_s):
        """At the end, at rest: wait for processing, then compare all that was acknowledged."""
        anyone = Client(port)
        end = time.monotonic() + deadline_s
        for video, token in journal.finished.items():
            owner = Client(port, token)
            while True:
                status, answer = owner.call("GET", f"/api/v1/videos/{video}")
                if status != 200:
                    self.lost.append(f"video {video} is gone ({status})")
                    break
                if answer["state"] in ("ready", "failed"):
                    if answer["state"] == "failed":
                        self.lost.append(f"video {video} failed: {answer['problem']}")
                    break
                if time.monotonic() > end:
                    self.lost.append(f"video {video} is still {answer['state']}")
                    break
                time.sleep(0.2)
        for video, title in journal.published.items():
            status, answer = anyone.call("GET", f"/api/v1/videos/{video}")
            if status != 200 or answer["title"] != title:
                self.lost.append(f"published video {video}: {status}")
                continue
            wrong = whole(anyone, answer)
            if wrong:
                self.half_visible.append(f"{video}: {wrong}")
            sure = sum(1 for (v, p), liked in journal.likes.items()
                       if v == video and liked and (v, p) not in journal.unanswered)
            open_ended = sum(1 for v, _ in journal.unanswered if v == video)
            if not sure <= answer["counts"]["likes"] <= sure + open_ended:
                self.lost.append(f"{video}: {sure} likes acknowledged, {answer['counts']['likes']} counted")
            expected = {(c, text) for c, (v, text) in journal.comments.items() if v == video}
            found = all_comments(anyone, video)
            if found is None or not expected <= set(found):
                self.lost.append(f"{video}: {len(expected - set(found or []))} comments are gone")
            elif len(found) != len({text for _, text in found}):
                self.lost.append(f"{video}: a comment happened twice")
            elif answer["counts"]["comments"] != len(found):
                self.lost.append(f"{video}: {len(found)} comments, counted {answer['counts']['comments']}")


def make_clips(folder):
    clips = []
    for index, (source, size) in enumerate([("testsrc2", "180x320"), ("mandelbrot", "160x284")]):
        path = os.path.join(folder, f"clip{index}.mp4")
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"{source}=size={size}:rate=15",
                        "-f", "lavfi", "-i", "sine=frequency=330", "-t", "1", "-c:v", "libx264", "-preset",
                        "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", path], check=True)
        with open(path, "rb") as clip:
            clips.append(clip.read())
    return clips


def sign_up(port, people):
    status, answer = Client(port).call("POST", "/api/v1/setup", {
        "instance_name": "Torture", "handle": "keeper", "name": "Keeper", "password": PASSWORD})
    if status != 201:
        raise SystemExit(f"setup said {status}: {answer}")
    tokens = []
    for number in range(people):
        handle = f"person{number}"
        status, answer = Client(port).call("POST", "/api/v1/accounts", {
            "handle": handle, "name": handle, "password": PASSWORD})
        if status != 201:
            raise SystemExit(f"sign-up said {status}: {answer}")
        status, answer = Client(port).call("POST", "/api/v1/session", {
            "handle": handle, "password": PASSWORD, "deliver": "token"})
        if status != 200:
            raise SystemExit(f"sign-in said {status}: {answer}")
        tokens.append(answer["token"])
    return tokens


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--people", type=int, default=6)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--binary", default="build/release/vitrine")
    options.add_argument("--data", help="keep the data folder here instead of a temporary one")
    options.add_argument("extra", nargs="*", help="further options for `vitrine serve`, after --")
    args = options.parse_args()
    rng = random.Random(args.seed)
    home = args.data or tempfile.mkdtemp(prefix="vitrine-torture-")
    data = os.path.join(home, "data")
    os.makedirs(data, exist_ok=True)
    port = 20000 + (os.getpid() * 7) % 9000
    extra = ["--no-rate-limits", *args.extra]
    server = Server(args.binary, data, port, extra)
    atexit.register(server.kill)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    journal, stop, verdict = Journal(), threading.Event(), Verdict()
    print(f"seed {args.seed}, {args.kills} kills, {args.people} people, port {port}", flush=True)
    clips = make_clips(home)
    server.start()
    tokens = sign_up(port, args.people)
    people = [Person(n, port, tokens[n], clips, journal, stop, args.seed) for n in range(args.people)]
    for person in people:
        person.start()
    worker_kills = 0
    began = time.monotonic()
    for kill in range(1, args.kills + 1):
        # Mostly short lives, some long enough to finish a conversion: else nothing is ever published to be lost.
        time.sleep(rng.uniform(0.05, 1.2) if rng.random() < 0.7 else rng.uniform(2, 6))
        if rng.random() < 0.4 and server.kill_a_worker(rng):
            worker_kills += 1
            continue
        server.kill()
        with journal.lock:
            open_uploads = list(journal.offsets.items())
        server.start()
        try:
            verdict.offsets(port, journal, rng.sample(open_uploads, min(4, len(open_uploads))))
            if kill % 10 == 0:
                verdict.listed(Client(port))
        except Gone as error:
            verdict.lost.append(f"the server went away by itself after kill {kill}: {error}")
        if kill % 25 == 0:
            print(f"  {kill} kills in {time.monotonic() - began:.0f} s, {journal.counts}, lost {len(verdict.lost)}, "
                  f"half-visible {len(verdict.half_visible)}", flush=True)
    stop.set()
    for person in people:
        person.join(timeout=30)
    verdict.everything(port, journal, tokens, deadline_s=600)
    server.kill()
    trouble = [line for person in people for line in person.trouble]
    starts = sorted(server.start_ms)
    p99 = starts[min(len(starts) - 1, int(len(starts) * 0.99))]
    print(f"{args.kills} kills ({worker_kills} of a worker) in {time.monotonic() - began:.0f} s")
    print(f"acknowledged: {journal.counts}")
    print(f"serving again: p50 {starts[len(starts) // 2]:.0f} ms, p99 {p99:.0f} ms, max {starts[-1]:.0f} ms")
    print(f"lost: {len(verdict.lost)}, half-visible: {len(verdict.half_visible)}, surprises: {len(trouble)}")
    for line in [*verdict.lost, *verdict.half_visible, *trouble][:40]:
        print("  " + line)
    good = not verdict.lost and not verdict.half_visible and not trouble and starts[-1] <= 2000
    if good and not args.data:
        shutil.rmtree(home)
    else:
        print(f"data and log: {home}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
