// A second look at a picture in which nothing was found: larger and sharpened, nearly as thonso/core/files/workshop/codes.py does it with Pillow.

const LARGEST = 2400; // px; 25 MB, which a phone of 2 GB can spare
const TIMES = 2;
const REACH = 3; // half the width of the box, twice over: about a Gaussian of 2.8 px
const AMOUNT = 5;

export function sharper(image: ImageData): ImageData {
  const times = Math.max(1, Math.min(TIMES, LARGEST / Math.max(image.width, image.height)));
  const width = Math.floor(image.width * times);
  const height = Math.floor(image.height * times);
  const grey = enlarged(image, width, height);
  const turned = new Uint8Array(grey.length);
  const soft = new Uint8Array(grey.length);
  // Along the rows and turned over, twice: then both directions are done and the picture lies as before.
  softened(grey, turned, width, height);
  softened(turned, soft, height, width);
  softened(soft, turned, width, height);
  softened(turned, soft, height, width);
  const made = new ImageData(width, height);
  for (let at = 0, out = 0; at < grey.length; at++, out += 4) {
    made.data[out] = made.data[out + 1] = made.data[out + 2] = grey[at]! + (grey[at]! - soft[at]!) * AMOUNT; // clamped by the array itself
    made.data[out + 3] = 255;
  }
  return made;
}

function enlarged({ data, width: from, height: rows }: ImageData, width: number, height: number): Uint8Array {
  const grey = new Uint8Array(from * rows);
  for (let at = 0, rgba = 0; at < grey.length; at++, rgba += 4) grey[at] = (data[rgba]! * 77 + data[rgba + 1]! * 150 + data[rgba + 2]! * 29) >> 8;
  if (width === from) return grey;
  const made = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const up = Math.max(0, Math.min(rows - 1, ((y + 0.5) * rows) / height - 0.5));
    const top = Math.min(rows - 2, Math.floor(up));
    const down = up - top;
    for (let x = 0; x < width; x++, at++) {
      const along = Math.max(0, Math.min(from - 1, ((x + 0.5) * from) / width - 0.5));
      const left = Math.min(from - 2, Math.floor(along));
      const right = along - left;
      const corner = top * from + left;
      made[at] = (grey[corner]! * (1 - right) + grey[corner + 1]! * right) * (1 - down) + (grey[corner + from]! * (1 - right) + grey[corner + from + 1]! * right) * down;
    }
  }
  return made;
}

/** The mean of each pixel's neighbours along its row, written with rows and columns changed over. */
function softened(from: Uint8Array, to: Uint8Array, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const at = (x: number): number => from[row + (x < 0 ? 0 : x >= width ? width - 1 : x)]!;
    let sum = 0;
    for (let x = -REACH; x <= REACH; x++) sum += at(x);
    for (let x = 0; x < width; x++) {
      to[x * height + y] = sum / (2 * REACH + 1);
      sum += at(x + REACH + 1) - at(x - REACH);
    }
  }
}
