// What npm runs where the package is installed from its folder or from git: the code is built there. npm installs no compiler for a package that it links by
// path, so that it is fetched here if need be.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const root = new URL("..", import.meta.url);
const npm = (...args) => execFileSync("npm", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
if (!existsSync(new URL("node_modules/typescript", root))) npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
npm("run", "--silent", "build");
