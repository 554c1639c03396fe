// The opt-in pack: zxing-cpp as WebAssembly, away from the page so that it never stutters. Its files are our own; nothing is fetched from elsewhere.
import { prepareZXingModule, readBarcodes, type ReadResult } from "zxing-wasm/reader";
import { sharper } from "./sharper";

export interface Ask { id: number; image: ImageData; hard: boolean }
export interface Answer { id: number; texts?: string[]; failed?: string }
interface Start { wasm: string }

const inbox = self as unknown as { onmessage: (event: MessageEvent<Ask | Start>) => void; postMessage(answer: Answer): void };
let ready: Promise<unknown>;

inbox.onmessage = ({ data }) => void (async () => {
  const id = "wasm" in data ? 0 : data.id;
  try {
    if ("wasm" in data) {
      ready = start(data.wasm);
      await ready;
      inbox.postMessage({ id });
    } else {
      await ready;
      inbox.postMessage({ id, texts: await read(data) });
    }
  } catch (fault) {
    inbox.postMessage({ id, failed: String(fault) });
  }
})();

async function start(url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  await prepareZXingModule({ overrides: { wasmBinary: await answer.arrayBuffer(), locateFile: () => url }, fireImmediately: true });
}

/** `hard` looks in every direction, and once more at a larger and sharper picture: docs/performance.md says what it finds and costs. */
async function read({ image, hard }: Ask): Promise<string[]> {
  const look = async (at: ImageData): Promise<string[]> => {
    const found = await readBarcodes(at, { formats: ["QRCode"], tryHarder: hard, tryRotate: hard, tryInvert: false, tryDownscale: true, textMode: "Plain", maxNumberOfSymbols: 4 });
    return found.filter((one) => one.isValid).map(textOf);
  };
  const texts = await look(image);
  return texts.length || !hard ? texts : look(sharper(image));
}

/** The bytes are UTF-8 on every citizen card; the decoder's guess is only the fallback. */
function textOf(found: ReadResult): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(found.bytes);
  } catch {
    return found.text;
  }
}
