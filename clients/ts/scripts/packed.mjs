// The package as strangers get it: by git and by its folder, where it is built on the way; packed, installed into a fresh project beside the current kit, web3.js 1.x and Anchor's client, type-checked,
// run in Node, bundled for a browser, and measured. Needs npm's registry, and Node 20.18 or later for kit.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  console.log(`skipped: kit needs Node 20.18, this is ${process.versions.node}`);
  process.exit(0);
}

const root = new URL("..", import.meta.url).pathname;
const golden = new URL("../../../crates/price-reader/tests/golden/price-v1.bin", import.meta.url).pathname;
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

  write("kit.ts", readFileSync(join(root, "test/packed/kit.ts"), "utf8"));
  write("web3js.ts", readFileSync(join(root, "test/packed/web3js.ts"), "utf8"));
  const strict = ["--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck", "--types", "node"];
  run("npx", ["tsc", ...strict, "kit.ts", "web3js.ts"]);
  for (const program of ["kit.js", "web3js.js"]) process.stdout.write(run("node", [program, golden]));

  const bundle = (source, format) => {
    write("entry.js", source);
    const options = ["--bundle", "--minify", "--platform=browser", `--format=${format}`, "--global-name=oracle"];
    return run("npx", ["esbuild", "entry.js", ...options]);
  };
  for (const from of ["@glowsol-oracle/client/reader", "@glowsol-oracle/client"]) {
    const size = gzipSync(bundle(`export { Price } from "${from}";`, "esm"), { level: 9 }).length;
    console.log(`Price alone from ${from}: ${size} bytes gzipped`);
    if (size > MOST) throw new Error(`more than ${MOST} bytes`);
  }
  // Nothing of Node's: only what browsers have as well.
  const browser = { TextEncoder, TextDecoder, URL, atob, fetch, AbortController, setTimeout, clearTimeout, Uint8Array };
  runInNewContext(bundle('export * from "@glowsol-oracle/client";', "iife"), browser);
  const { price, feed } = runInNewContext(
    `(() => { const record = oracle.readUnchecked(Uint8Array.from(${JSON.stringify([...readFileSync(golden)])}));
      return { price: oracle.Price.judge(record, record.publishedAt).permit("deleverage").collateralValue(1_000_000_000n),
               feed: oracle.findPricePda({ feed: record.feed })[0] }; })()`,
    browser,
  );
  if (price !== 946_012_345n || typeof feed !== "string") throw new Error(`a browser reads ${price}, ${feed}`);
  console.log("bundled for a browser: reads the golden account");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
