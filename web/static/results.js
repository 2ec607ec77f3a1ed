/* What a script adds to the result page: filters act at once, values are sought among many, prices
   are dragged, the filters of a phone stand in a dialog. Without it everything works by submitting.

   htmx fetches and swaps; this file decides when, and puts back what a swap takes away: the focus,
   unfolded values and what is being sought. Everything listens on the document, because the parts
   of the page come and go. */
"use strict";

(() => {
  const BETWEEN = 5; // positions of a thumb from one border to the next, as in slider.py
  const REST = 300; // ms
  const $ = (selector) => document.querySelector(selector);

  /* ---- Filters act at once ---- */

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("#facets [type=checkbox]")) return;
    if (target.name === "f.category" && target.checked) instead(target);
    target.form.requestSubmit();
  });

  // A category has all that is below it: beside the one above it, the one below would change nothing.
  const instead = (chosen) => {
    for (const other of chosen.form.elements) {
      const [one, two] = [`${chosen.value}/`, `${other.value}/`];
      if (other !== chosen && other.name === chosen.name && (one.startsWith(two) || two.startsWith(one))) {
        other.checked = false;
      }
    }
  };

  /* ---- The order that is set can be seen, on a phone too ---- */

  const showOrder = () => {
    const bar = $(".sorts");
    const current = bar?.querySelector("[aria-current]");
    if (current) bar.scrollLeft = current.offsetLeft + current.offsetWidth + 32 - bar.clientWidth;
  };
  showOrder();
  document.addEventListener("htmx:afterSettle", showOrder);

  /* ---- Values sought among many ---- */

  const seek = (box) => {
    const facet = box.closest(".facet");
    const wanted = box.value.trim().toLowerCase();
    const folded = facet.querySelector("details");
    let some = false;
    for (const label of facet.querySelectorAll("label")) {
      label.hidden = !label.childNodes[1].data.toLowerCase().includes(wanted);
      some ||= !label.hidden;
    }
    // While something is sought all values are unfolded; then as before.
    if (wanted && !folded.dataset.before) folded.dataset.before = String(folded.open);
    if (folded.dataset.before) folded.open = wanted !== "" || folded.dataset.before === "true";
    if (!wanted) delete folded.dataset.before;
    facet.classList.toggle("seeking", wanted !== "");
    facet.querySelector(".none").hidden = some;
  };

  document.addEventListener("input", ({ target }) => {
    if (target.matches(".seek")) seek(target);
    else if (target.matches(".spread input")) drag(target);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".seek")) return;
    if (event.key === "Enter") event.preventDefault(); // it filters as one types: nothing to submit
  });

  /* ---- Prices dragged ---- */

  let waiting; // for the thumb to rest: each key pressed is a change of its own

  const drag = (thumb) => {
    const spread = thumb.parentElement;
    const borders = spread.dataset.borders.split(" ").map(Number);
    const [low, high] = spread.querySelectorAll("input");
    const top = Number(low.max);
    // A thumb stops one position before the other.
    if (thumb === low) low.value = Math.min(low.value, high.value - 1);
    else high.value = Math.max(high.value, Number(low.value) + 1);
    const price = (position) => {
      const step = Math.min(Math.floor(position / BETWEEN), borders.length - 2);
      const share = position / BETWEEN - step;
      return Math.round((borders[step] + (borders[step + 1] - borders[step]) * share) * 100) / 100;
    };
    const say = (range, box, open) => {
      box.value = open ? "" : price(Number(range.value));
      range.setAttribute("aria-valuetext", open ? "不限" : `¥${Number(box.value).toLocaleString("zh-CN")}`);
    };
    say(low, $("#low"), low.value === "0");
    say(high, $("#high"), Number(high.value) === top);
    for (const bar of spread.querySelectorAll("rect")) {
      const step = bar.x.baseVal.value;
      const inside = Number(low.value) < (step + 1) * BETWEEN && Number(high.value) > step * BETWEEN;
      bar.classList.toggle("out", !inside);
    }
    htmx.trigger("#found", "htmx:abort"); // an older answer would put the thumb back
    clearTimeout(waiting);
    waiting = setTimeout(() => thumb.form?.requestSubmit(), REST);
  };

  /* ---- The filters of a phone ---- */

  const open = () => {
    const sheet = $("#sheet");
    sheet.append($("#filters"));
    sheet.showModal();
  };

  // Not the close event, which comes late: a page may be left in between.
  const close = () => {
    const sheet = $("#sheet");
    sheet.close();
    $(".columns").prepend($("#filters"));
    $(".open-filters")?.focus();
  };

  document.addEventListener("click", (event) => {
    const { target } = event;
    const inside = $("#sheet")?.open && target.closest("#sheet");
    if (target.closest(".open-filters")) open();
    else if (inside && (target === $("#sheet") || target.closest(".close, .apply button"))) close();
    else return;
    event.preventDefault();
  }, true);

  // A page that was opened without a script, its filters unfolded.
  if (location.hash === "#filters" && matchMedia("(max-width: 760px)").matches) open();

  document.addEventListener("cancel", (event) => {
    if (event.target.id !== "sheet") return;
    event.preventDefault();
    close();
  }, true);

  /* ---- What a swap takes away ---- */

  let kept = null;

  // How to find the element again that was just used.
  const place = (used) => {
    if (!used || used === document.body) return () => null;
    if (used.id) return () => document.getElementById(used.id);
    if (used.name) {
      return () => [...$("#facets").elements].find((e) => e.name === used.name && e.value === used.value);
    }
    if (used.closest(".chosen")) return chip(used);
    if (used.closest(".head")) return () => $(".readings a") ?? $("#head h1");
    if (used.matches(".seek")) {
      const key = used.closest(".facet").dataset.facet;
      return () => facet(key)?.querySelector(".seek");
    }
    return () => ($("#sheet")?.open ? $("#sheet .close") : $("#results"));
  };

  // What stands where a chip was: the next one of its row, the one before, or what brings it back.
  const chip = (used) => {
    const row = used.closest(".understood") ? ".understood" : ".chosen:not(.understood)";
    const chips = () => [...document.querySelectorAll(`${row} a:not(.clear)`)];
    const at = chips().indexOf(used);
    const stands = (left) => (at < 0 ? null : left[Math.min(at, left.length - 1)]);
    return () => stands(chips()) ?? $(`${row} .clear`) ?? $("#head h1");
  };

  const facet = (key) => [...document.querySelectorAll(".facet")].find((f) => f.dataset.facet === key);

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "results" || !detail.shouldSwap) return;
    if (/^\s*<!doctype/i.test(detail.serverResponse)) { // another page: it is not a part of this one
      detail.shouldSwap = false;
      location.assign(detail.pathInfo.finalRequestPath);
      return;
    }
    const source = detail.requestConfig.elt;
    const turned = source.closest(".turns, .blank") !== null;
    kept = {
      turned,
      focus: turned ? () => $("#results") : place(source.id === "facets" ? document.activeElement : source),
      unfolded: [...document.querySelectorAll(".facet details[open]")]
        .filter((details) => details.dataset.before !== "false")
        .map((details) => details.closest(".facet").dataset.facet),
      sought: [...document.querySelectorAll(".seek")].filter((box) => box.value)
        .map((box) => [box.closest(".facet").dataset.facet, box.value]),
      scrolled: $(".choices").scrollTop,
    };
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (kept === null) return;
    const { turned, focus, unfolded, sought, scrolled } = kept;
    kept = null;
    for (const key of unfolded) facet(key)?.querySelector("details")?.setAttribute("open", "");
    for (const [key, text] of sought) {
      const box = facet(key)?.querySelector(".seek");
      if (!box) continue;
      box.value = text;
      seek(box);
    }
    $(".choices").scrollTop = scrolled;
    focus()?.focus({ preventScroll: true });
    if (turned) $("#results").scrollIntoView({ behavior: "instant" });
  });

  // The search box stands outside of what is swapped: a link may be for another text.
  document.addEventListener("htmx:afterSettle", () => {
    const box = $("#q");
    if (box !== document.activeElement) box.value = new URLSearchParams(location.search).get("q") ?? "";
  });

  /* ---- Back and forward ---- */

  // Several steps in a row: only the last one's answer may be shown.
  let restoring = null;
  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
    restoring?.abort();
    restoring = detail.xhr;
    htmx.trigger("#found", "htmx:abort");
  });
  document.addEventListener("htmx:beforeRequest", () => restoring?.abort());

  /* ---- What goes wrong ---- */

  // The server's own page says what is wrong with an address, and how to go on.
  document.addEventListener("htmx:responseError", ({ detail }) => {
    location.assign(detail.pathInfo.finalRequestPath);
  });

  const unreachable = () => {
    const said = $("#said");
    said.className = "toast";
    said.textContent = "连不上商店，请检查网络后再试一次";
  };
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("htmx:timeout", unreachable);
  document.addEventListener("htmx:afterOnLoad", () => { $("#said").className = "unseen"; });
  // What stands in a region as it loads is not read out; what comes into it later is.
  setTimeout(() => { $("#said").textContent ||= $("#said").dataset.first; }, REST);

  // Gone back to: the server was not reached, so the browser shows what it can.
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
})();
