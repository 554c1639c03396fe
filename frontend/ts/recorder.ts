// Speak a text into the phone: one button begins and ends, what was said is heard before it is kept. Without this, or without a microphone, a file
// made with another application is chosen: it is measured, and made into a kind that can be kept where this browser can read it. The server judges
// the rest. Below: who approves has heard it.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const KEPT = /(webm|mp4|m4a|ogg)$/; // as thonso/voices/rules.py
const LONGEST = 60; // seconds
const LAST = 10; // seconds before the end that are told
const HEAVIEST = 20_000_000; // bytes: a minute without any packing; more could fill a small phone

const wait = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

/** What comes down a stream until the recorder is stopped. */
function recording(stream: MediaStream): [MediaRecorder, Promise<Blob>] {
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  const parts: Blob[] = [];
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 16_000 });
  const whole = new Promise<Blob>((done) => {
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => done(new Blob(parts, { type: (recorder.mimeType || mimeType || "audio/webm").split(";")[0]! })));
  });
  recorder.start();
  return [recorder, whole];
}

/** Played once, unheard, into a recorder: takes as long as it lasts. */
async function packed(context: AudioContext, sound: AudioBuffer): Promise<Blob> {
  await Promise.race([context.resume(), wait(2)]); // it never begins where a browser wants a touch first
  if (context.state !== "running") throw new Error("no clock");
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  const source = new AudioBufferSourceNode(context, { buffer: sound });
  source.connect(out);
  const [recorder, whole] = recording(out.stream);
  source.addEventListener("ended", () => recorder.stop());
  source.start();
  return whole;
}

for (const form of document.querySelectorAll<HTMLFormElement>("[data-recorder]")) {
  const button = form.querySelector<HTMLButtonElement>("[data-record]")!;
  const [idle, busy] = [...button.children] as [HTMLElement, HTMLElement];
  const seconds = form.querySelector<HTMLElement>("[data-record-seconds]")!;
  const status = form.querySelector<HTMLElement>("[data-record-status]")!;
  const heard = form.querySelector<HTMLAudioElement>("[data-record-heard]")!;
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const agrees = form.querySelector<HTMLInputElement>("[name=agrees]")!;
  let running: MediaRecorder | undefined;
  let ours = false; // the box is filled by this script
  let turn = 0; // what is recorded or chosen later counts
  let reading = 0;
  button.hidden = !navigator.mediaDevices || typeof MediaRecorder === "undefined";

  const words = (key: string, length = 0): string => form.dataset[key]!.replace("{n}", String(Math.max(1, Math.round(length))));
  const say = (told: string, wrong = false): void => {
    status.textContent = told;
    status.className = wrong ? "field__error" : "";
  };
  const hear = (sound?: Blob): void => {
    URL.revokeObjectURL(heard.src);
    if (sound) heard.src = URL.createObjectURL(sound);
    else heard.removeAttribute("src");
    heard.hidden = !sound;
  };
  const put = (sound?: Blob, name = ""): void => {
    const chosen = new DataTransfer();
    if (sound) chosen.items.add(new File([sound], name, { type: sound.type }));
    input.files = chosen.files;
    ours = true;
    input.dispatchEvent(new Event("change")); // its name is shown by site.ts
    ours = false;
    hear(sound);
  };

  const begin = async (): Promise<void> => {
    let stream: MediaStream;
    button.disabled = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
    } catch {
      say(form.dataset.refused!, true);
      return;
    } finally {
      button.disabled = false;
    }
    turn++;
    const [recorder, whole] = recording(stream);
    running = recorder;
    const began = performance.now();
    const length = (): number => (performance.now() - began) / 1000;
    const show = (on: boolean): void => {
      idle.hidden = on;
      busy.hidden = !on;
      seconds.textContent = form.dataset.seconds!.replace("{n}", `${Math.min(LONGEST, Math.floor(length()))}/${LONGEST}`);
    };
    const clock = setInterval(() => {
      show(true);
      if (length() >= LONGEST) recorder.stop();
      else if (Math.floor(length()) === LONGEST - LAST) say(words("ending", LAST));
    }, 1000);
    hear();
    show(true);
    say(form.dataset.recording!);
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      const lasted = length();
      stream.getTracks().forEach((track) => track.stop());
      running = undefined;
      show(false);
      void whole.then((sound) => {
        put(sound, words("name", lasted));
        say(words("done", lasted));
      });
    });
  };

  /** A file of another application. What this browser cannot read goes as it is. */
  const take = async (file: File): Promise<void> => {
    const mine = ++turn;
    reading++;
    const context = new AudioContext();
    try {
      if (file.size > HEAVIEST) throw new RangeError();
      say(form.dataset.reading!);
      const sound = await context.decodeAudioData(await new Response(file).arrayBuffer());
      if (sound.duration > LONGEST + 1) throw new RangeError();
      const small = KEPT.test(file.type) && file.size <= Number(form.dataset.largest);
      if (!small) say(words("changing", sound.duration));
      const kept = small ? file : await packed(context, sound);
      if (mine !== turn) return;
      put(kept, `${file.name}, ${words("seconds", sound.duration)}`);
      say(words("taken", sound.duration));
    } catch (error) {
      if (mine !== turn) return;
      if (error instanceof RangeError) put();
      else hear();
      say(error instanceof RangeError ? form.dataset.long! : "", true);
    } finally {
      reading--;
      void context.close();
    }
  };

  button.addEventListener("click", () => (running ? running.stop() : void begin()));
  input.addEventListener("change", () => {
    if (ours) return;
    if (input.files?.[0] && typeof AudioContext !== "undefined" && typeof MediaRecorder !== "undefined") void take(input.files[0]);
    else hear();
  });
  form.addEventListener("click", () => {
    if (input.files?.length || running || heard.hidden) return;
    turn++; // it was taken out again
    hear();
    say("");
  });
  form.addEventListener("submit", (event) => {
    const tick = !!input.files?.length && !agrees.checked; // the answer of the server would bring the form back without the sound
    if (!running && !reading && !tick) return;
    event.preventDefault();
    if (running) running.stop();
    else if (tick) {
      say(form.dataset.tick!, true);
      agrees.focus();
    }
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("[data-hears]")) {
  const sound = form.parentElement!.querySelector("audio")!;
  const hint = form.querySelector<HTMLElement>("[data-hears-said]")!;
  let heard = false;
  sound.addEventListener("ended", () => {
    heard = true;
    hint.textContent = "";
  });
  form.querySelector("[value=approve]")!.addEventListener("click", (event) => {
    if (heard) return;
    event.preventDefault();
    hint.textContent = form.dataset.first!;
    sound.play().catch(() => (hint.textContent = form.dataset.silent!));
  });
}
