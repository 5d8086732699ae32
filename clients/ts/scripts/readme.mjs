// Makes one module of each of the README's TypeScript examples, so that the compiler and the tests see them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const root = new URL("..", import.meta.url);
const folder = new URL("test/readme/", root);
const readme = readFileSync(new URL("README.md", root), "utf8");
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]);
if (examples.length === 0) throw new Error("README.md has no examples in TypeScript");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
examples.forEach((text, at) => writeFileSync(new URL(`example-${at + 1}.ts`, folder), text));
