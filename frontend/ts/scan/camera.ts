// The camera while a code is looked for: a frame every 400 ms, only what lies in the guide square, stopped when the page is left.
import { parseCardText, type Card } from "./cardtext";
import { pixelsOf, type Decoder } from "./decoder";
import type { Words } from "./words";

const CADENCE = 400; // ms; a phone of 2016 needs up to 200 for one look
const EDGE = 960; // px: 2.2 px a module are enough, more only costs time
const MARGIN = 1.15; // around the guide square, for hands that aim badly
const GUIDE = 0.72; // side of the guide square over the side of the picture, as in forms.css
const PATIENCE = 4000; // ms without a hit until the hint
const TRIES = 3; // looks that may fail
const SHARP = 12; // steps of grey between neighbours at the sharpest edges; below, nothing printed can be read

type Capabilities = MediaTrackCapabilities & { torch?: boolean; focusMode?: string[] };

export async function openCamera(): Promise<MediaStream> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } } });
  const track = stream.getVideoTracks()[0]!;
  if (able(track).focusMode?.includes("continuous")) await set(track, { focusMode: "continuous" }).catch(() => undefined);
  return stream;
}

export const hasTorch = (stream: MediaStream): boolean => !!able(stream.getVideoTracks()[0]!).torch;
export const setTorch = (stream: MediaStream, on: boolean): Promise<void> => set(stream.getVideoTracks()[0]!, { torch: on });
const able = (track: MediaStreamTrack): Capabilities => track.getCapabilities?.() ?? {};
const set = (track: MediaStreamTrack, what: { torch: boolean } | { focusMode: string }): Promise<void> => track.applyConstraints({ advanced: [what as MediaTrackConstraintSet] });

/** What went wrong at the camera, by the name that the browser gives it. */
export function cameraTrouble(fault: unknown, words: Words): string {
  const name = (fault as Error).name;
  if (name === "NotAllowedError" || name === "SecurityError") return words.refused;
  return name === "NotFoundError" || name === "OverconstrainedError" ? words.no_camera : words.busy;
}

/** Not where it or what it stands in is hidden. */
export const isShown = (what: Element): boolean => what.getClientRects().length > 0;

/** The first card that comes into the guide square; null when `gone` fires first, or the picture is no longer shown. `say` is told what helps meanwhile. Throws when the decoder has broken. */
export async function firstCard(video: HTMLVideoElement, decoder: Decoder, words: Words, say: (text: string) => void, gone: AbortSignal): Promise<Card | null> {
  let quiet = performance.now();
  let failures = 0;
  for (let turn = 1; !gone.aborted && isShown(video); turn++) {
    const began = performance.now();
    if (video.readyState >= video.HAVE_CURRENT_DATA) {
      const image = pixelsOf(video, guideOf(video), EDGE);
      const sharp = isSharp(image); // asked first: the pixels are given away to the worker
      const texts = await decoder.decode(image, turn % 3 === 0).catch((fault) => {
        if (++failures > TRIES) throw fault;
        return [];
      });
      if (gone.aborted || !isShown(video)) break;
      const found = texts.map((text) => parseCardText(text));
      for (const one of found) if ("card" in one) return one.card;
      const refused = found[0];
      if (refused && "reason" in refused) {
        say(words.reasons[refused.reason]);
        quiet = performance.now();
      } else if (performance.now() - quiet > (sharp ? PATIENCE : PATIENCE / 2)) say(words.closer);
    }
    await new Promise((next) => setTimeout(next, Math.max(50, CADENCE - (performance.now() - began))));
  }
  return null;
}

/** The guide square in the camera's own pixels: the page shows the middle of the picture, cut to a square. */
function guideOf(video: HTMLVideoElement): { x: number; y: number; side: number } {
  const { videoWidth: width, videoHeight: height } = video;
  const side = Math.round(Math.min(width, height) * Math.min(1, GUIDE * MARGIN));
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), side };
}

/** Whether there is an edge anywhere: the steepest thousandth of the steps between neighbours, on every fourth row. */
function isSharp({ data, width, height }: ImageData): boolean {
  const steps = new Uint32Array(256);
  let total = 0;
  for (let row = 0; row < height; row += 4) {
    for (let at = (row * width + 1) * 4 + 1, end = (row + 1) * width * 4; at < end; at += 4) {
      const step = Math.abs(data[at]! - data[at - 4]!);
      steps[step] = steps[step]! + 1;
      total++;
    }
  }
  let left = total / 1000;
  for (let step = 255; step >= 0; step--) if ((left -= steps[step]!) <= 0) return step >= SHARP;
  return false;
}
