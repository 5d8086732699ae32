/** A name of the IDL as TypeScript writes it: `level_since` becomes `levelSince`. */
export function camel(name: string): string {
  return name
    .split("_")
    .filter((word) => word !== "")
    .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
}
