// For the proof only: the scanner's own decoders on pictures that the proof serves.
import { packDecoder, pixelsOf, type Decoder } from "../../frontend/ts/scan/decoder";

const pack = { worker: "/scan-worker.js", wasm: "/scan-reader.wasm", gzip: 0 };

async function read(decoder: Decoder, url: string, hard: boolean): Promise<{ texts: string[]; ms: number }> {
  const picture = await createImageBitmap(await (await fetch(url)).blob());
  const began = performance.now();
  const texts = await decoder.decode(pixelsOf(picture), hard);
  return { texts, ms: performance.now() - began };
}

Object.assign(window, {
  readByPack: async (url: string, hard: boolean) => read(await packDecoder(pack), url, hard),
});
