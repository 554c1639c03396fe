// Bundles the style sheets and scripts named below, and the pack of the card scanner, to thonso/core/web/static/dist/. `--watch` rebuilds on change.
import { build, context } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { packFiles, sharedData } from "./scanpack.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = fileURLToPath(new URL("../thonso/core/web/static/dist/", import.meta.url));

const options = {
  absWorkingDir: here,
  entryPoints: ["css/site.css", "css/desk.css", "ts/site.ts", "ts/desk.ts", "ts/card.ts", "ts/scan/scan-worker.ts", "css/lobby.css", "ts/lobby.ts", "css/field.css", { in: "ts/field/app.ts", out: "field" }, { in: "worker/sw.ts", out: "sw" }, { in: "worker/tv.ts", out: "tv-sw" }, "css/tv.css", "ts/tv.ts", "css/kiosk.css", "ts/kiosk.ts", "ts/recorder.ts"],
  entryNames: "[name]",
  outdir: dist,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  legalComments: "eof",
  // Android 6 stops at Chrome 106, old village phones keep what they came with (docs/decisions/002-front-end.md).
  target: ["chrome80", "firefox78", "safari14"],
  supported: { destructuring: true }, // esbuild distrusts Safari 14 for a corner case that is not used here
  loader: { ".svg": "dataurl", ".woff2": "file" },
  assetNames: "fonts/[name]",
  plugins: [sharedData, packFiles(dist)],
  logLevel: "info",
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await cp(`${here}img/icon.svg`, `${dist}icon.svg`);
if (process.argv.includes("--watch")) await (await context(options)).watch();
else await build(options);
