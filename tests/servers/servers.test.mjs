// Every published file from each server that we have an example for: the built-in one, nginx and Caddy. The same bytes, the right media
// type, and a year's copy only of what never changes. The real lists are taken in where they are.
import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { chmod, cp, mkdir, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { extname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../..");
const GENERATOR = join(ROOT, "target/debug/site-gen");
const WORK = join(ROOT, "target/periksa/servers");
const SITE = join(WORK, "site");
const CORPUS = join(ROOT, "../shared/corpus/bsre/crl");

/** What `site-gen/src/media_type.rs` promises, for the kinds that hosts get wrong. */
const TYPES = {
  ".crl": "application/pkix-crl", ".atom": "application/atom+xml", ".ics": "text/calendar; charset=utf-8", ".wasm": "application/wasm",
  ".json": "application/json", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml", ".pdf": "application/pdf", ".p7m": "application/pkcs7-mime", ".eml": "message/rfc822", ".pem": "application/pem-certificate-chain",
  ".cer": "application/pkix-cert", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", "": "application/octet-stream",
};

const run = promisify(execFile);

/** @typedef {{ name: string, origin: string, version: string, stop: () => Promise<void> }} Server */
/** @type {Server[]} */ const servers = [];
/** @type {string[]} */ let files = [];

before(async () => {
  await rm(WORK, { recursive: true, force: true });
  await mkdir(WORK, { recursive: true });
  const project = join(WORK, "project");
  await mkdir(join(project, "target/periksa"), { recursive: true });
  for (const name of ["content", "templates", "static", "tests"]) await symlink(join(ROOT, name), join(project, name));
  await symlink(join(ROOT, "target/periksa/wasm"), join(project, "target/periksa/wasm"));
  await cp(join(ROOT, "config.toml"), join(project, "config.toml"));
  await cp(join(ROOT, "trust"), join(project, "trust"), { recursive: true });
  const lists = (await readdir(CORPUS).catch(() => [])).filter((name) => name.endsWith(".crl"));
  if (lists.length === 0) console.log("no corpus of real lists beside the project: SKIPPED, only the demo lists are served");
  for (const name of lists) await cp(join(CORPUS, name), join(project, "trust/crl", name));
  await run(GENERATOR, ["build", "--root", project, "--output-dir", SITE]);
  // Paths that only a portal with a log has.
  for (const [path, text] of [["log/checkpoint", "periksa.example\n"], ["log/tile/0/000.p/5", "five"], ["log/tile/0/x001/067", "full"], ["trust/root/1.json", "{}"]]) {
    await mkdir(join(SITE, path, ".."), { recursive: true });
    await writeFile(join(SITE, path), text, { flag: "wx" }).catch(() => {});
  }
  // nginx gives up root before it reads.
  await chmod(WORK, 0o755);
  files = (await below(SITE, "")).filter((path) => !path.startsWith(".") || path.startsWith(".well-known/")).sort();
  servers.push(await builtIn());
  for (const start of [nginx, caddy]) {
    const server = await start();
    if (server) servers.push(server);
  }
});

after(async () => { for (const server of servers) await server.stop(); });

/** @param {string} folder @param {string} prefix @returns {Promise<string[]>} */
async function below(folder, prefix) {
  const found = await Promise.all((await readdir(folder, { withFileTypes: true })).map((entry) =>
    entry.isDirectory() ? below(join(folder, entry.name), prefix + entry.name + "/") : [prefix + entry.name]));
  return found.flat();
}

/** @returns {Promise<number>} */
const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    server.close(() => found(port));
  });
});

/** Starts a program, and waits until its port answers. @param {string} name @param {string} version @param {string} program @param {string[]} options @param {number} port @param {Record<string, string>} [variables] @returns {Promise<Server>} */
async function started(name, version, program, options, port, variables = {}) {
  const child = spawn(program, options, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...variables } });
  let told = "";
  child.stderr.on("data", (data) => { told = (told + data).slice(-2_000); });
  const ended = new Promise((end) => child.once("exit", end));
  const origin = "http://127.0.0.1:" + port;
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null || tries > 200) throw new Error(name + " does not answer: " + told);
    if (await fetch(origin + "/").then(() => true, () => false)) break;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  return { name, version, origin, stop: async () => { child.kill("SIGTERM"); await ended; } };
}

const builtIn = async () => {
  const port = await freePort();
  return started("site-gen serve", "", GENERATOR, ["serve", "--dir", SITE, "--port", String(port)], port);
};

/** The version line of a program that is there. @param {string} program @param {string} option */
function versionOf(program, option) {
  const answer = spawnSync(program, [option], { encoding: "utf8" });
  if (answer.error) {
    console.log(program + " is not installed: SKIPPED, what it would serve was not checked");
    return null;
  }
  return (answer.stdout + answer.stderr).trim().split("\n")[0];
}

/** An example with our port and folder in it; whatever else it says stays. @param {string} name @param {[string, string][]} changes */
async function example(name, changes) {
  let text = await readFile(join(ROOT, "examples", name), "utf8");
  for (const [from, to] of changes) {
    assert.equal(text.split(from).length, 2, "examples/" + name + " says `" + from + "` once");
    text = text.replace(from, to);
  }
  return text;
}

async function nginx() {
  const version = versionOf("/usr/sbin/nginx", "-v");
  if (version === null) return null;
  const port = await freePort();
  const server = await example("nginx.conf", [["listen 8080;", `listen 127.0.0.1:${port};`], ["root /srv/www/periksa;", `root ${SITE};`]]);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${WORK}/nginx-${kind};`).join(" ");
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const whole = `${user} daemon off; pid ${WORK}/nginx.pid; error_log stderr; events {} http { access_log off; ${temporary}\n${server}}\n`;
  await writeFile(join(WORK, "nginx.conf"), whole);
  return started("nginx", version, "/usr/sbin/nginx", ["-e", "stderr", "-c", join(WORK, "nginx.conf")], port);
}

async function caddy() {
  const version = versionOf("/usr/bin/caddy", "version");
  if (version === null) return null;
  const port = await freePort();
  const server = await example("Caddyfile", [["http://periksa.example:8080 {", `http://127.0.0.1:${port} {`], ["root * /srv/www/periksa", `root * ${SITE}`]]);
  await writeFile(join(WORK, "Caddyfile"), `{\n\tadmin off\n\tauto_https off\n}\n` + server);
  const home = { HOME: WORK, XDG_DATA_HOME: WORK, XDG_CONFIG_HOME: WORK };
  return started("Caddy", version, "/usr/bin/caddy", ["run", "--adapter", "caddyfile", "--config", join(WORK, "Caddyfile")], port, home);
}

/** One file by curl. @param {Server} server @param {string} path */
async function curl(server, path) {
  const address = server.origin + "/" + path.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/");
  const write = "\n%{http_code}|%{content_type}|%header{cache-control}|%header{x-content-type-options}";
  const { stdout } = await run("curl", ["--silent", "--show-error", "--path-as-is", "--max-time", "20", "--write-out", write, address], { encoding: "buffer", maxBuffer: 1 << 28 });
  const end = stdout.lastIndexOf("\n");
  const [status, type, cache, sniff] = stdout.subarray(end + 1).toString().split("|");
  return { status, type, cache, sniff, bytes: stdout.subarray(0, end) };
}

/** As `is_immutable` in site-gen/src/headers.rs, told again by other means. @param {string} path */
const neverChanges = (path) => /^crl\/[0-9a-f]{40}\/([a-z0-9-]+\/)?\d+-[0-9a-f]{16}\.crl$/.test(path) || (path.startsWith("log/tile/") && !path.includes(".p/")) || /^trust\/root\/\d+\.json$/.test(path);

test("every_published_file_comes_whole_and_as_what_it_is_from_each_server", async () => {
  /** @type {Map<string, { files: number, types: Set<string> }>} */ const kinds = new Map();
  for (const server of servers) {
    for (const path of files) {
      const expected = await readFile(join(SITE, path));
      const found = await curl(server, path);
      const where = server.name + ": " + path;
      assert.equal(found.status, "200", where);
      assert.ok(found.bytes.equals(expected), where + " has other bytes");
      const ending = extname(path.split("/").at(-1) ?? "");
      const type = TYPES[/** @type {keyof typeof TYPES} */ (ending)];
      assert.equal(found.type, type ?? found.type, where);
      if (server.name !== "site-gen serve") {
        assert.equal(found.cache, neverChanges(path) ? "public, max-age=31536000, immutable" : "no-cache", where);
        assert.equal(found.sniff, "nosniff", where);
      }
      const kind = kinds.get(ending) ?? { files: 0, types: new Set() };
      kind.types.add(found.type);
      if (server === servers[0]) kind.files += 1;
      kinds.set(ending, kind);
    }
  }
  console.log("ending  files  media type, the same from " + servers.map(({ name, version }) => name + (version ? ` (${version})` : "")).join(", "));
  for (const [ending, { files, types }] of [...kinds].sort()) {
    assert.equal(types.size, 1, ending + ": " + [...types].join(" or "));
    console.log((ending || "(none)").padEnd(7), String(files).padStart(5), "", ...types);
  }
  assert.deepEqual([...kinds.keys()].filter((ending) => !(ending in TYPES)), [], "a kind of file that this test knows nothing of");
  for (const ending of [".crl", ".atom", ".ics", ".json", ".html", ".wasm"]) assert.ok(kinds.has(ending), ending + " is published");
});

test("what_is_not_there_is_404_with_the_portals_own_page", async () => {
  const page = await readFile(join(SITE, "404.html"));
  for (const server of servers) {
    for (const path of ["tidak-ada", "crl/tidak-ada.crl", "a/b/c/"]) {
      const found = await curl(server, path);
      assert.deepEqual({ status: found.status, type: found.type, same: found.bytes.equals(page) }, { status: "404", type: TYPES[".html"], same: true }, server.name + ": " + path);
    }
  }
});
