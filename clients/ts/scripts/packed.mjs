// The package as strangers get it: by git and by its folder, where it is built on the way; packed, installed into a fresh project
// beside the current kit, web3.js 1.x and Anchor's client, type-checked, run in Node and in Chromium, and measured. Needs npm's
// registry, and Node 20.18 or later for kit.
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  console.log(`skipped: kit needs Node 20.18, this is ${process.versions.node}`);
  process.exit(0);
}

const root = new URL("..", import.meta.url).pathname;
const golden = new URL("../../../crates/price-reader/tests/golden/price-v1.bin", import.meta.url).pathname;
const PROGRAM = JSON.parse(readFileSync(new URL("../../../idl/glowsol_oracle.json", import.meta.url), "utf8")).address;
/** Bytes of the reader alone, bundled, minified and gzipped. */
const MOST = 6_000;

const folder = mkdtempSync(join(tmpdir(), "glowsol-client-"));
const run = (command, args, cwd = folder) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const write = (name, text) => writeFileSync(join(folder, name), text);

try {
  const [{ filename, files }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], root).replace(/^[^[]*/, ""));
  const packed = new Set(files.map(({ path }) => path));
  for (const path of ["dist/index.js", "dist/index.d.ts", "dist/kit/index.js", "dist/web3js/index.js", "LICENSE", "README.md"])
    if (!packed.has(path)) throw new Error(`the package lacks ${path}`);
  for (const path of packed) if (/^(src|test|scripts|build)\//.test(path)) throw new Error(`the package carries ${path}`);

  // As it is in version control: without what is built, fetched or copied.
  const source = join(folder, "source");
  const made = new Set(["node_modules", "dist", "build", "LICENSE"]);
  cpSync(root, source, { recursive: true, filter: (path) => !made.has(path.slice(root.length).split("/")[0]) });
  const git = (...args) => run("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], source);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "as published");
  for (const [way, from] of [["git", `git+file://${source}`], ["path", source]]) {
    const fresh = join(folder, way);
    mkdirSync(fresh);
    writeFileSync(join(fresh, "package.json"), JSON.stringify({ name: way, private: true, type: "module" }));
    run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--loglevel=error", from], fresh);
    const program = 'import { WITHOUT_PRICE } from "@glowsol-oracle/client"; console.log(WITHOUT_PRICE);';
    const said = run("node", ["--input-type=module", "--eval", program], fresh).trim();
    if (said !== "5") throw new Error(`installed by ${way} it says ${said}`);
    console.log(`installed by ${way}: carries its code`);
  }

  write("package.json", JSON.stringify({ name: "fresh", private: true, type: "module" }));
  const libraries = ["@solana/kit@latest", "@solana/web3.js@1", "@anchor-lang/core@latest", "typescript@5.9", "esbuild@0.28", "@types/node@20"];
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--loglevel=error", `./${filename}`, ...libraries]);

  // Source maps stand alone.
  const dist = join(folder, "node_modules/@glowsol-oracle/client/dist");
  for (const name of readdirSync(dist).filter((one) => one.endsWith(".js.map"))) {
    const map = JSON.parse(readFileSync(join(dist, name), "utf8"));
    if (map.sourcesContent?.length !== map.sources.length) throw new Error(`${name} does not carry its sources`);
  }

  for (const name of ["kit.ts", "web3js.ts", "page.ts"]) write(name, readFileSync(join(root, "test/packed", name), "utf8"));
  const strict = ["--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck", "--types", "node"];
  run("npx", ["tsc", ...strict, "kit.ts", "web3js.ts"]);
  run("npx", ["tsc", ...strict, "--lib", "es2022,dom", "page.ts"]);
  for (const program of ["kit.js", "web3js.js"]) process.stdout.write(run("node", [program, golden]));

  const bundle = (entry, ...options) => run("npx", ["esbuild", entry, "--bundle", "--minify", "--platform=browser", ...options]);
  for (const from of ["@glowsol-oracle/client/reader", "@glowsol-oracle/client"]) {
    write("entry.js", `export { Price } from "${from}";`);
    const size = gzipSync(bundle("entry.js", "--format=esm"), { level: 9 }).length;
    console.log(`Price alone from ${from}: ${size} bytes gzipped`);
    if (size > MOST) throw new Error(`more than ${MOST} bytes`);
  }
  await inBrowser(bundle("page.js", "--format=iife"), readFileSync(golden));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Opens the page in Chromium, served with an RPC server that has the golden account and a clock five seconds later. */
async function inBrowser(script, account) {
  if (spawnSync("chromium", ["--version"]).error) {
    if (process.env.CI) throw new Error("no Chromium: toolchain/node installs it");
    console.log("skipped: no Chromium to run the client in");
    return;
  }
  const clock = Buffer.alloc(40);
  clock.writeBigInt64LE(account.readBigInt64LE(112) + 5n, 32);
  const server = createServer(async (request, response) => {
    if (request.method !== "POST") {
      const isScript = request.url === "/page.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
      response.end(isScript ? script : '<!doctype html><pre id="said"></pre><script src="/page.js"></script>');
      return;
    }
    const { id, params } = JSON.parse((await request.toArray()).join(""));
    const value = params[0].map((address) => ({
      owner: PROGRAM,
      data: [(address.startsWith("Sysvar") ? clock : account).toString("base64"), "base64"],
      executable: false,
      lamports: 1,
      rentEpoch: 0,
      space: 0,
    }));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result: { context: { slot: 7 }, value } }));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const url = `http://127.0.0.1:${server.address().port}/`;
    const options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom", url];
    const { stdout } = await promisify(execFile)("chromium", options, { timeout: 60_000 });
    const said = /<pre id="said">([^<]*)/.exec(stdout)?.[1];
    if (said !== "946012345, 946012345 at slot 7") throw new Error(`in Chromium it says ${said}`);
    console.log("in Chromium, over HTTP, alone and through kit: reads the golden account");
  } finally {
    server.close();
  }
}
