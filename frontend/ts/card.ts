// An ID card's QR code, scanned with the camera or photographed: found on this device where it can, a photo else at the server. The fields are filled
// in, and each says that nothing was verified. Without this the fields are typed.
import { shrink } from "./picture";
import { parseCardText, type Card } from "./scan/cardtext";
import { pixelsOf, readyDecoder } from "./scan/decoder";
import { isShown } from "./scan/camera";
import { openScanner } from "./scan/scanner";
import { doubtsInWords, settingsOf, type Settings } from "./scan/words";

const LARGEST = 2400; // a code needs no twelve megapixels, and the hamlet has little signal

/** As it is where this browser cannot draw it: the server can. */
const smaller = (file: File): Promise<Blob> => shrink(file, LARGEST, 0.9).catch(() => file);

/** The card on a photo that need not leave this device; null when the server should look: nothing found here, or no decoder. */
async function readHere(file: File, { pack }: Settings): Promise<Card | null> {
  try {
    const decoder = await readyDecoder(pack);
    const texts = decoder ? await decoder.decode(pixelsOf(await createImageBitmap(file), undefined, LARGEST), true) : [];
    for (const found of texts.map((text) => parseCardText(text))) if ("card" in found) return found.card;
  } catch {
    // a kind this browser cannot draw (HEIC), or a decoder that broke
  }
  return null;
}

/** As the box asks for it: day/month/year, or as much of it as the card says. */
function birthOf(card: Card): string {
  const parts = card.birth.split("-").slice(0, { year: 1, month: 2, day: 3 }[card.birth_precision]);
  return parts.reverse().join("/");
}

function fill(form: HTMLFormElement, card: Card, words: string, prefix: string): void {
  const values: Record<string, string> = { name: card.full_name, id_number: card.number, birth: birthOf(card), sex: card.sex, address: card.address };
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(prefix + name) as HTMLInputElement | null;
    if (!control || !value) continue;
    control.value = value;
    if (control.type === "hidden") continue;
    const field = control.closest(".field");
    let mark = field?.querySelector(".field__filled");
    if (field && !mark) {
      mark = document.createElement("p");
      mark.className = "field__filled";
      control.before(mark);
    }
    if (mark) mark.textContent = words;
  }
}

for (const box of document.querySelectorAll<HTMLElement>("[data-card-reader]")) {
  const input = box.querySelector<HTMLInputElement>("input[type=file]")!;
  const status = box.querySelector<HTMLElement>("[data-card-status]")!;
  const scan = box.querySelector<HTMLButtonElement>("[data-card-scan]");
  const camera = box.querySelector<HTMLElement>("[data-card-camera]")!;
  const form = box.closest("form")!;
  const prefix = box.dataset.prefix ?? "";
  const settings = settingsOf(box);
  const say = (text: string, look: string): void => {
    status.textContent = text;
    status.className = look;
  };
  const take = (card: Card): void => {
    if (!isShown(box)) return; // she has gone on, or it was locked meanwhile
    fill(form, card, box.dataset.mark!, prefix);
    const doubts = doubtsInWords(card, settings.words);
    say([box.dataset.done!, doubts].filter(Boolean).join(" "), doubts ? "field__error" : "field__filled");
    (form.elements.namedItem(`${prefix}name`) as HTMLInputElement).focus({ preventScroll: true });
    box.scrollIntoView(); // what is said stands above the boxes
  };

  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    say(box.dataset.busy!, "small");
    try {
      const here = await readHere(file, settings);
      if (here) return take(here);
      const body = new FormData();
      body.set("photo", await smaller(file), "card.jpg");
      body.set("csrfmiddlewaretoken", (form.elements.namedItem("csrfmiddlewaretoken") as HTMLInputElement).value);
      const answer = await fetch(box.dataset.cardReader!, { method: "POST", body });
      const found = (await answer.json()) as { card?: Card; detail?: string };
      if (found.card) take(found.card);
      else say(found.detail ?? box.dataset.failed!, "field__error");
    } catch {
      say(box.dataset.failed!, "field__error");
    } finally {
      input.value = "";
    }
  });

  scan?.addEventListener("click", async () => {
    say("", "small");
    scan.hidden = true;
    const card = await openScanner(camera, settings);
    scan.hidden = false;
    if (card) take(card);
    else scan.focus();
  });
}
