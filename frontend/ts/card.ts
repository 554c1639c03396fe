// The side of an ID card with the QR code, photographed: the server reads it, the fields are filled in, and each says that nothing was verified.
// Without this the fields are typed. The photo is made smaller first: a code needs no twelve megapixels, and the hamlet has little signal.

const LARGEST = 2400;

async function smaller(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 1_500_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", 0.9));
  } catch {
    return file; // a kind this browser cannot draw (HEIC): the server can
  }
}

interface Card { number: string; full_name: string; birth: string; birth_precision: string; sex: string; address: string }

/** As the box asks for it: day/month/year, or as much of it as the card says. */
function birthOf(card: Card): string {
  const parts = card.birth.split("-").slice(0, { year: 1, month: 2 }[card.birth_precision] ?? 3);
  return parts.reverse().join("/");
}

function fill(form: HTMLFormElement, card: Card, words: string): void {
  const values: Record<string, string> = { name: card.full_name, id_number: card.number, birth: birthOf(card), sex: card.sex, address: card.address };
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(name) as HTMLInputElement | null;
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
  const form = box.closest("form")!;
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    status.textContent = box.dataset.busy!;
    status.className = "small";
    try {
      const body = new FormData();
      body.set("photo", await smaller(file), "card.jpg");
      body.set("csrfmiddlewaretoken", (form.elements.namedItem("csrfmiddlewaretoken") as HTMLInputElement).value);
      const answer = await fetch(box.dataset.cardReader!, { method: "POST", body });
      const found = (await answer.json()) as { card?: Card; label?: string; detail?: string };
      if (found.card) {
        fill(form, found.card, box.dataset.mark ?? found.label ?? "");
        status.textContent = box.dataset.done!;
        status.className = "field__filled";
        (form.elements.namedItem("name") as HTMLInputElement).focus();
      } else {
        status.textContent = found.detail ?? box.dataset.failed!;
        status.className = "field__error";
      }
    } catch {
      status.textContent = box.dataset.failed!;
      status.className = "field__error";
    }
    input.value = "";
  });
}
