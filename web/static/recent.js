// What this browser has seen, on the home page. It stays here: nothing is sent.
(() => {
  const section = document.getElementById("recent");
  const drawn = (seen) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", `drawn tone-${Number(seen.tone) || 0}`);
    svg.setAttribute("aria-hidden", "true");
    const inner = document.createElementNS(svg.namespaceURI, seen.icon ? "use" : "text");
    if (seen.icon) {
      inner.setAttribute("href", `${section.dataset.icons}#${seen.icon}`);
    } else {
      svg.setAttribute("viewBox", "0 0 100 100");
      const place = { x: 50, y: 54, "text-anchor": "middle", "dominant-baseline": "middle", "font-size": 60 };
      Object.entries(place).forEach(([name, value]) => inner.setAttribute(name, value));
      inner.textContent = seen.initial;
    }
    svg.append(inner);
    return svg;
  };
  const card = (seen) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = seen.address;
    const photo = document.createElement("span");
    photo.className = "photo";
    photo.append(drawn(seen));
    if (seen.image) {
      const image = new Image();
      image.alt = "";
      image.loading = "lazy";
      image.referrerPolicy = "no-referrer";
      image.src = seen.image;
      photo.append(image);
    }
    const title = document.createElement("span");
    title.className = "strip-title";
    title.textContent = seen.title;
    link.append(photo, title);
    item.append(link);
    return item;
  };
  let list = [];
  try {
    list = JSON.parse(localStorage.getItem("seen"));
  } catch { /* no storage, or not ours */ }
  list = Array.isArray(list) ? list.filter((seen) => seen?.address && seen.title) : [];
  if (!list.length) return;
  section.querySelector("ol").append(...list.map(card));
  section.hidden = false;
  section.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem("seen");
    section.hidden = true;
    document.getElementById("content").focus();
  });
})();
