#!/usr/bin/env python3
"""The list of everything a build of Vitrine consists of, as CycloneDX 1.5 (JSON): ./dev sbom [FILE]

What the binary is linked with and what it starts comes from dpkg, what the page carries from web/package-lock.json,
what is compiled in from headers from the build packages `./dev` installs. Same machine, same tree: same bytes. Fails
when a library belongs to no package or a package of the page has no checksum.
"""
import base64
import json
import re
import subprocess
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def debian(packages, why):
    """One component a package; `why` is how it takes part."""
    found = []
    form = "${binary:Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n"
    for line in run("dpkg-query", "-W", "-f", form, *sorted(packages)).splitlines():
        name, version, architecture, source, source_version = line.split("\t")
        name = name.split(":")[0]
        found.append({
            "type": "library" if why != "program" else "application",
            "name": name,
            "version": version,
            "purl": f"pkg:deb/debian/{name}@{version}?arch={architecture}&distro=debian-12",
            "properties": [
                {"name": "vitrine:part", "value": why},
                {"name": "vitrine:source", "value": f"{source} {source_version}"},
            ],
        })
    return found


def linked(binary):
    """The packages of the shared libraries the binary is loaded with."""
    packages = set()
    for path in re.findall(r"(/\S+) \(0x", run("ldd", str(binary))):
        spellings = {path, str(Path(path).resolve())}
        spellings |= {spelling.removeprefix("/usr") for spelling in spellings}  # merged /usr: dpkg knows either
        owners = set()
        for spelling in spellings:
            asked = subprocess.run(["dpkg", "-S", spelling], capture_output=True, text=True)
            owners |= {line.split(":")[0] for line in asked.stdout.splitlines() if not line.startswith("diversion")}
        if not owners:
            raise SystemExit(f"sbom: {path} belongs to no package")
        packages |= owners
    return packages


def named(variable):
    """A list of packages as ./dev spells it."""
    text = re.search(rf'^{variable}="([^"]*)"', (ROOT / "dev").read_text(), re.M)
    return text.group(1).split()


def page():
    """What ends up in the page: everything of the lock file that is not for development."""
    found = []
    lock = json.loads((ROOT / "web/package-lock.json").read_text())
    for path, entry in lock["packages"].items():
        if not path or entry.get("dev") or entry.get("devOptional"):
            continue
        name = path.split("node_modules/")[-1]
        method, _, value = entry.get("integrity", "").partition("-")
        if method != "sha512":
            raise SystemExit(f"sbom: {name} has no SHA-512 in the lock file")
        component = {
            "type": "library",
            "name": name,
            "version": entry["version"],
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}",
            "hashes": [{"alg": "SHA-512", "content": base64.b64decode(value).hex()}],
            "properties": [{"name": "vitrine:part", "value": "page"}],
        }
        if "license" in entry:
            component["licenses"] = [{"expression": entry["license"]}]
        found.append(component)
    return found


def main():
    binary = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release/vitrine")
    headers = [package for package in named("packages_build") if package.endswith("-dev")]
    components = debian(linked(binary), "linked") + debian(headers, "headers")
    components += debian(named("packages_run"), "program") + page()
    for component in components:
        component["bom-ref"] = component["purl"] + "#" + component["properties"][0]["value"]
    components.sort(key=lambda component: component["bom-ref"])
    version = re.search(r"VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text().split("project(")[1]).group(1)
    content = {
        "metadata": {"component": {"type": "application", "name": "vitrine", "version": version,
                                   "licenses": [{"expression": "Apache-2.0"}]}},
        "components": components,
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    document = {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    json.dump(document | content, sys.stdout, indent=1)
    print()


main()
