// The package carries the repository's licence: a tarball has nothing from outside its folder.
import { copyFileSync, existsSync, rmSync } from "node:fs";

const root = new URL("..", import.meta.url);
const licence = new URL("../../LICENSE", root);
// Not there in a package that somebody builds again.
if (existsSync(licence)) copyFileSync(licence, new URL("LICENSE", root));
rmSync(new URL("dist", root), { recursive: true, force: true });
