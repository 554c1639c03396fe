// Photos made smaller before they leave: drawn anew, so that the place where one was taken does not go along.

/** Throws where this browser cannot draw it (HEIC). `longest`: pixels of the longer edge at most. */
export async function shrink(file: Blob, longest: number, quality: number): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" } as ImageBitmapOptions);
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", quality));
}
