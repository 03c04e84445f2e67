// The site as hosts serve it, with gzip. `site-gen serve` leaves that out: it is for looking at a site, not for measuring it.
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { SITE } from "../browser/support.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".txt": "text/plain", ".xml": "application/xml" };

/** At the root of a port of its own. */
export async function serveCompressed() {
  const server = createServer(async (request, response) => {
    try {
      let file = normalize(join(SITE, decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname)));
      if (file !== SITE && !file.startsWith(SITE + sep)) throw new Error("outside");
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? "application/octet-stream";
      const compressed = /gzip/.test(String(request.headers["accept-encoding"]));
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": type, ...compressed ? { "content-encoding": "gzip", vary: "accept-encoding" } : {} }).end(compressed ? gzipSync(bytes) : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { base: "http://127.0.0.1:" + port + "/", close: () => { server.closeAllConnections(); server.close(); } };
}
