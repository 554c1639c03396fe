// Speak a text into the phone: one button begins and ends, what was said is heard before it is kept. Without this, or without a microphone, a file
// made with another application is chosen.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const LONGEST = 60_000;

for (const form of document.querySelectorAll<HTMLFormElement>("[data-recorder]")) {
  const button = form.querySelector<HTMLButtonElement>("[data-record]")!;
  const status = form.querySelector<HTMLElement>("[data-record-status]")!;
  const heard = form.querySelector<HTMLAudioElement>("[data-record-heard]")!;
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  let running: MediaRecorder | undefined;
  button.hidden = !navigator.mediaDevices || typeof MediaRecorder === "undefined";

  const begin = async (): Promise<void> => {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
    } catch {
      status.textContent = form.dataset.refused!;
      status.className = "field__error";
      return;
    }
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const parts: Blob[] = [];
    running = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 16_000 });
    running.addEventListener("dataavailable", (event) => parts.push(event.data));
    const limit = setTimeout(() => running?.stop(), LONGEST); // of this recording: another begins with a minute of its own
    running.addEventListener("stop", () => {
      clearTimeout(limit);
      stream.getTracks().forEach((track) => track.stop());
      const type = (running?.mimeType || mimeType || "audio/webm").split(";")[0]!;
      running = undefined;
      const file = new File(parts, `loi.${type.split("/")[1]!}`, { type });
      const chosen = new DataTransfer();
      chosen.items.add(file);
      input.files = chosen.files;
      input.dispatchEvent(new Event("change"));
      URL.revokeObjectURL(heard.src);
      heard.src = URL.createObjectURL(file);
      heard.hidden = false;
      status.textContent = form.dataset.done!;
      button.setAttribute("aria-pressed", "false");
    });
    running.start();
    status.textContent = form.dataset.recording!;
    status.className = "";
    button.setAttribute("aria-pressed", "true");
  };

  button.addEventListener("click", () => (running ? running.stop() : void begin()));
}
