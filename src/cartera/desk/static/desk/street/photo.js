// Photos made small on the phone: kept and sent quicker, and they do not say where they were taken.
"use strict";

const WIDEST = 1600; // pixels: a cheque's small print is still read
const QUALITY = 0.82;

// The picture in a file, drawn anew; fails where the file is no picture.
async function drawn(file) {
  const picture = await createImageBitmap(file); // turned as the telephone held it
  const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

const jpegOf = (canvas) =>
  new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));

// The photo of a visit: what is chosen in `field`, shown in `place`, with when that was.
export class Photo {
  #field;
  #place;
  #taken = Promise.resolve(null);

  constructor(field, place, onWrong) {
    this.#field = field;
    this.#place = place;
    field.addEventListener("change", () => {
      this.#taken = this.#choose(field.files[0], onWrong);
    });
  }

  // What was taken: its bytes and its hour; null where nothing was.
  get taken() {
    return this.#taken;
  }

  // One that was taken before, of a visit that is put right.
  keep(made, at) {
    this.#taken = drawn(made).then((canvas) => {
      this.#show(canvas);
      return { made, at };
    });
  }

  async #choose(file, onWrong) {
    const at = new Date().toISOString();
    this.#show();
    if (!file) return null;
    try {
      const canvas = await drawn(file);
      this.#show(canvas);
      return { made: await jpegOf(canvas), at };
    } catch {
      this.#field.value = "";
      onWrong();
      return null;
    }
  }

  // Makes the form send the small one instead; `at` is a field for its hour.
  async putInto(at) {
    const taken = await this.#taken;
    if (!taken) return;
    const files = new DataTransfer();
    files.items.add(new File([taken.made], "foto.jpg", { type: "image/jpeg" }));
    this.#field.files = files.files;
    at.value = taken.at;
  }

  #show(...shown) {
    this.#place.replaceChildren(...shown);
    this.#place.hidden = !shown.length;
  }
}
