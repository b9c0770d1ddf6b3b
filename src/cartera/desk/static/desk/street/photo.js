// Photos made small on the phone: they are kept and sent quicker, and say nothing of where they are.
"use strict";

const WIDEST = 1600; // pixels: a cheque's small print is still read
const QUALITY = 0.82;

// A JPEG of the picture in a file, drawn anew; fails where the file is no picture.
async function smaller(file) {
  const picture = await createImageBitmap(file); // turned as the telephone held it
  const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return { made, canvas };
}

// What is chosen in `field`, shown in `place`. `taken` is null or what is kept of it.
export function photoOf(field, place, onWrong) {
  let taken = Promise.resolve(null);
  const show = (...shown) => {
    place.replaceChildren(...shown);
    place.hidden = !shown.length;
  };
  field?.addEventListener("change", () => {
    const [file] = field.files;
    const at = new Date().toISOString();
    show();
    taken = !file
      ? Promise.resolve(null)
      : smaller(file).then(
          ({ made, canvas }) => {
            show(canvas);
            return { made, at };
          },
          () => {
            field.value = "";
            onWrong();
            return null;
          },
        );
  });
  return () => taken;
}
