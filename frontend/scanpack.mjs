// For the card scanner: what scripts and server both read (card layouts, place codes), and the pack that is loaded on request.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const SOURCES = {
  "card-layouts": [at("../thonso/core/identity/card_layouts.yaml"), layouts],
  "id-places": [at("../catalogue/id-number-codes.yaml"), places],
};

/** `import layouts from "card-layouts"`: read from the server's own files, so that neither can know another card than the other. */
export const sharedData = {
  name: "shared-data",
  setup(build) {
    const filter = /^(card-layouts|id-places)$/;
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: "shared-data" }));
    build.onLoad({ filter, namespace: "shared-data" }, async ({ path }) => {
      const [file, read] = SOURCES[path];
      return { contents: JSON.stringify(read(await readFile(file, "utf8"))), loader: "json", watchFiles: [file] };
    });
  },
};

/** The few shapes that card_layouts.yaml uses; what is written otherwise stops the build. tests/scanner compares with what Python reads. */
function layouts(text) {
  return text.split(/^- /m).slice(1).map((entry) => {
    const fields = /^ *fields: \[([a-z_, ]+)\]$/m.exec(entry);
    const name = /^layout: "?([^"\n]+)"?$/m.exec(entry);
    if (!fields || !name) throw new Error(`card_layouts.yaml: cannot read\n${entry}`);
    return { layout: name[1], fields: fields[1].split(/, */), more: /^ *more: true$/m.test(entry) };
  });
}

function places(text) {
  const provinces = [...text.matchAll(/^ {2}"(\d{3})":/gm)].map((found) => found[1]);
  const countriesFrom = Number(/^country_codes_from: (\d+)$/m.exec(text)?.[1]);
  if (!provinces.length || !countriesFrom) throw new Error("id-number-codes.yaml: cannot read");
  return { provinces, countriesFrom };
}

/** dist/scan-pack.json: the files of the pack with their sizes, for the page that offers it and for a cache that keeps it. */
export const packFiles = (dist) => ({
  name: "pack-files",
  setup(build) {
    build.onEnd(async ({ errors }) => {
      if (errors.length) return;
      await copyFile(at("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"), `${dist}scan-reader.wasm`);
      const files = {};
      for (const [part, name] of [["worker", "scan-worker.js"], ["wasm", "scan-reader.wasm"]]) {
        const content = await readFile(`${dist}${name}`);
        files[part] = { name, bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
      }
      await writeFile(`${dist}scan-pack.json`, JSON.stringify(files));
    });
  },
});
