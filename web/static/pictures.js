// A photograph that cannot be had gives way to the drawing beneath it. Without this script its
// description is transparent (shop.css), and the drawing is seen as well.
(() => {
  const seen = (image, failed) => image.classList.toggle("failed", failed);
  // Neither event bubbles. A later address of the same picture may load: it is shown again then.
  for (const kind of ["load", "error"]) {
    document.addEventListener(kind, ({ target }) => {
      if (target instanceof HTMLImageElement) seen(target, kind === "error");
    }, true);
  }
  // What failed before this script ran.
  for (const image of document.images) {
    if (image.complete && image.naturalWidth === 0) seen(image, true);
  }
})();
