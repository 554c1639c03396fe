// `openScanner`: the whole way from a press of "Quét thẻ" to a card, within one element of the page and without a server.
import { cameraTrouble, firstCard, hasTorch, openCamera, setTorch } from "./camera";
import type { Card } from "./cardtext";
import { packDecoder, readyDecoder, type Decoder } from "./decoder";
import type { Settings, Words } from "./words";

let running: AbortController | undefined;

/**
 * Draws itself into `host` and resolves with the card, or null when it was stopped or cannot be; why it cannot stays written in `host`.
 * The pack is offered where the browser finds no codes by itself. A second call ends the first.
 */
export async function openScanner(host: HTMLElement, settings: Settings): Promise<Card | null> {
  running?.abort();
  const gone = (running = new AbortController());
  const leave = (): void => {
    if (document.visibilityState === "hidden") gone.abort();
  };
  document.addEventListener("visibilitychange", leave);
  addEventListener("pagehide", () => gone.abort(), { signal: gone.signal });
  const view = viewIn(host);
  try {
    const decoder = await decoderFor(view, settings, gone.signal);
    return decoder && !gone.signal.aborted ? await look(host, view, decoder, settings.words, gone.signal) : null;
  } finally {
    document.removeEventListener("visibilitychange", leave);
    if (running === gone) {
      running = undefined;
      view.close();
    }
    gone.abort();
  }
}

async function decoderFor(view: View, { words, pack }: Settings, gone: AbortSignal): Promise<Decoder | null> {
  view.say(words.opening);
  const ready = await readyDecoder(pack);
  if (ready || !pack) {
    if (!ready) view.leave(words.load_failed);
    return ready;
  }
  view.say(words.offer);
  const wanted = await new Promise<boolean>((choose) => {
    view.button(words.load, () => choose(true), "btn").focus();
    view.button(words.not_now, () => choose(false));
    gone.addEventListener("abort", () => choose(false));
  });
  view.clear();
  if (!wanted) return null;
  view.say(words.loading);
  try {
    return await packDecoder(pack);
  } catch {
    view.leave(words.load_failed);
    return null;
  }
}

async function look(host: HTMLElement, view: View, decoder: Decoder, words: Words, gone: AbortSignal): Promise<Card | null> {
  view.say(words.opening);
  let stream: MediaStream;
  try {
    stream = await openCamera();
  } catch (fault) {
    view.leave(cameraTrouble(fault, words));
    return null;
  }
  const stop = new AbortController();
  gone.addEventListener("abort", () => stop.abort());
  try {
    if (gone.aborted) return null;
    const video = view.video(words.picture);
    video.srcObject = stream;
    await video.play();
    stream.getVideoTracks()[0]!.addEventListener("ended", () => stop.abort());
    view.button(words.stop, () => stop.abort()).focus({ preventScroll: true });
    if (hasTorch(stream)) torch(view, stream, words);
    view.say(words.aim);
    host.scrollIntoView({ block: "center" }); // picture, sentence and button at once, between the bars of the page
    return await firstCard(video, decoder, words, view.say, stop.signal).catch(() => {
      view.leave(words.load_failed); // the decoder broke: the next press starts another
      return null;
    });
  } catch (fault) {
    view.leave(cameraTrouble(fault, words));
    return null;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
  }
}

function torch(view: View, stream: MediaStream, words: Words): void {
  const button = view.button(words.torch, () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    setTorch(stream, on).then(() => button.setAttribute("aria-pressed", String(on)), () => button.remove());
  });
  button.setAttribute("aria-pressed", "false");
}

interface View {
  say(text: string): void;
  /** What stays written after the scanner has gone. */
  leave(text: string): void;
  video(label: string): HTMLVideoElement;
  button(text: string, press: () => void, look?: string): HTMLButtonElement;
  clear(): void;
  close(): void;
}

function viewIn(host: HTMLElement): View {
  const box = document.createElement("div");
  const buttons = document.createElement("div");
  const line = document.createElement("p");
  box.className = "scan";
  buttons.className = "btns";
  line.setAttribute("role", "status");
  line.className = "small";
  let last = "";
  host.replaceChildren(box, line, buttons);
  host.hidden = false;
  const say = (text: string): void => {
    if (line.textContent !== text) line.textContent = text; // a screen reader would say it again
  };
  return {
    say,
    leave: (text) => (last = text),
    video: (label) => {
      const video = document.createElement("video");
      video.muted = true;
      video.playsInline = true;
      video.setAttribute("aria-label", label);
      box.replaceChildren(video);
      return video;
    },
    button: (text, press, look = "btn btn--ghost") => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = look;
      button.textContent = text;
      button.addEventListener("click", press);
      buttons.append(button);
      return button;
    },
    clear: () => buttons.replaceChildren(),
    close: () => {
      host.replaceChildren();
      host.hidden = !last;
      if (!last) return;
      line.className = "field__error";
      host.append(line);
      say(last);
    },
  };
}
