// Reads {"today": …, "texts": […]} and prints what the bundled scanner says to each text, and the data it was built with.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const front = new URL("../../frontend/", import.meta.url);
const { build } = await import(pathToFileURL(createRequire(front).resolve("esbuild")));
const { sharedData } = await import(new URL("scanpack.mjs", front));
const entry = `export * from "./cardtext"; export * from "./doubts"; export { default as layouts } from "card-layouts"; export { default as places } from "id-places";`;
const made = await build({
  stdin: { contents: entry, resolveDir: new URL("ts/scan", front).pathname, loader: "ts" },
  bundle: true, write: false, format: "esm", charset: "utf8", minify: true, target: "chrome80", plugins: [sharedData],
});
const scanner = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString("base64")}`);

let asked = "";
for await (const part of process.stdin) asked += part;
const { today, texts } = JSON.parse(asked);
const answers = texts.map((text) => {
  const found = scanner.parseCardText(text, today);
  return "card" in found ? { ...found, doubts: scanner.doubtsOf(found.card, Number(today.slice(0, 4))) } : found;
});
process.stdout.write(JSON.stringify({ answers, layouts: scanner.layouts, places: scanner.places }));
