// Texts of the QR codes on a picture, found on this device: by the browser itself, or by the pack that was chosen and loaded once.
import type { Answer } from "./scan-worker";

export interface Decoder {
  /** `hard`: look longer. */
  decode(image: ImageData | ImageBitmap, hard?: boolean): Promise<string[]>;
  close(): void;
}

/** Addresses of the pack's files and what they weigh on the wire, as the page says them (core/identity/scanpack.py). */
export interface Pack { worker: string; wasm: string; gzip: number }

interface Detector { detect(image: ImageData | ImageBitmap): Promise<{ rawValue: string }[]> }
interface DetectorClass { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }

const CHOSEN = "thonso.scan-pack";
const PATIENCE = 60_000; // 0.4 MB at the edge of a hamlet's signal

export async function nativeDecoder(): Promise<Decoder | null> {
  const Native = (self as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    if (!Native || !(await Native.getSupportedFormats()).includes("qr_code")) return null;
    const detector = new Native({ formats: ["qr_code"] });
    return { decode: async (image) => (await detector.detect(image)).map((code) => code.rawValue), close: () => undefined };
  } catch {
    return null; // the class is there and what stands behind it is not
  }
}

export const packWasChosen = (): boolean => {
  try {
    return localStorage.getItem(CHOSEN) === "1";
  } catch {
    return false;
  }
};

let loaded: Promise<Decoder> | undefined;

/** Loads the pack and remembers that it was chosen. The same one for every later call; a failure is forgotten, so that the next press tries again. */
export function packDecoder(pack: Pack): Promise<Decoder> {
  loaded ??= start(pack).then((decoder) => {
    try {
      localStorage.setItem(CHOSEN, "1");
    } catch {
      // private windows: it is asked again next time
    }
    return decoder;
  });
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

/** What can look at a picture now without asking anybody: null means that the pack would have to be chosen first. */
export async function readyDecoder(pack: Pack | null): Promise<Decoder | null> {
  const native = await nativeDecoder();
  if (native || !pack || !(loaded || packWasChosen())) return native;
  return packDecoder(pack).catch(() => null);
}

function start(pack: Pack): Promise<Decoder> {
  return new Promise((done, failed) => {
    const worker = new Worker(pack.worker);
    const waiting = new Map<number, { done: (texts: string[]) => void; failed: (why: Error) => void }>();
    const give = (why: string): void => {
      clearTimeout(patience);
      waiting.forEach((one) => one.failed(new Error(why)));
      worker.terminate();
      ended = true;
      loaded = undefined;
      failed(new Error(why));
    };
    const patience = setTimeout(give, PATIENCE, "too slow");
    let last = 0;
    let ended = false;
    const decoder: Decoder = {
      decode: (image, hard = false) => new Promise((found, broke) => {
        if (ended) return broke(new Error("the worker has ended"));
        const pixels = "data" in image ? image : pixelsOf(image);
        waiting.set(++last, { done: found, failed: broke });
        worker.postMessage({ id: last, image: pixels, hard }, [pixels.data.buffer]);
      }),
      close: () => undefined, // kept: starting it again costs more than it holds
    };
    worker.onerror = () => give("the worker broke");
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.id === 0) {
        if (data.failed) return give(data.failed);
        clearTimeout(patience);
        return done(decoder);
      }
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.failed) asked?.failed(new Error(data.failed));
      else asked?.done(data.texts ?? []);
    };
    worker.postMessage({ wasm: pack.wasm });
  });
}

export function pixelsOf(image: ImageBitmap | HTMLVideoElement, from?: { x: number; y: number; side: number }, edge = Infinity): ImageData {
  const [width, height] = from ? [from.side, from.side] : [image.width, image.height];
  const scale = Math.min(1, edge / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  pen.drawImage(image, from?.x ?? 0, from?.y ?? 0, width, height, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
