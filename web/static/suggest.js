/* Suggestions under the search box: a combobox with a list (ARIA 1.2, manual selection).
   Without it the form is a plain form; nothing here is needed to search. */
(() => {
  "use strict";

  const form = document.querySelector("form.search");
  const box = form?.querySelector("input[name=q]");
  const panel = form?.querySelector(".suggest");
  if (!box || !panel) return;

  const PAUSE = 120; // ms without a key before the shop is asked
  const LONGEST = 64; // characters: longer texts begin no phrase
  const STORE = "xunhuo.recent";
  const MOST_RECENT = 10;
  const KINDS = { brand: "品牌", category: "分类", product: "商品" };

  const list = panel.querySelector("[role=listbox]");
  const status = panel.querySelector("[role=status]");
  const clear = panel.querySelector(".suggest-clear");
  const hot = [...panel.querySelectorAll(".suggest-hot a")].map((link) => ({
    text: link.textContent,
    address: link.getAttribute("href"),
  }));

  const answers = new Map();
  let options = []; // what is in the list, in its order: {text, address}
  let active = -1;
  let timer = 0;
  let asking = null; // the AbortController of the request under way
  let composing = false;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  /* Recent searches: in this browser only */

  const recent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE));
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
    } catch {
      return []; // storage is off, or holds something else
    }
  };

  const remember = (text) => {
    const kept = text.trim();
    if (!kept) return;
    const all = [kept, ...recent().filter((one) => one !== kept)].slice(0, MOST_RECENT);
    try {
      localStorage.setItem(STORE, JSON.stringify(all));
    } catch {
      // Storage is off or full: the search goes on.
    }
  };

  const forget = () => {
    try {
      localStorage.removeItem(STORE);
    } catch {
      // As above.
    }
  };

  const search = (text) => `${form.getAttribute("action")}?${new URLSearchParams({ q: text })}`;

  /* The list */

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const row = (option, number) => {
    const item = element("li", "suggest-option", "");
    item.id = `suggest-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const text = element("span", "suggest-text", option.text);
    if (option.highlight) text.innerHTML = option.highlight; // escaped by the shop, marks only
    item.append(text);
    if (KINDS[option.kind]) item.append(element("span", "suggest-kind", KINDS[option.kind]));
    item.addEventListener("click", () => choose(option));
    return item;
  };

  const group = (title, found) => {
    const whole = element("ul", "", "");
    whole.setAttribute("role", "group");
    whole.setAttribute("aria-label", title);
    const head = element("li", "suggest-title", title);
    head.setAttribute("role", "presentation");
    whole.append(head, ...found.map((option, i) => row(option, options.length + i)));
    options.push(...found);
    return whole;
  };

  const show = (filled) => {
    const open = options.length > 0;
    list.replaceChildren(...filled);
    mark(-1);
    panel.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    status.textContent = open ? `有 ${options.length} 条建议，用上下键选择` : "";
  };

  const close = () => {
    stop();
    options = [];
    clear.hidden = true;
    show([]);
  };

  const suggest = (found) => {
    options = found;
    clear.hidden = true;
    show(found.map(row));
  };

  const offer = () => {
    options = [];
    const before = recent().map((text) => ({ text, address: search(text) }));
    const groups = [];
    if (before.length) groups.push(group("最近搜索", before));
    if (hot.length) groups.push(group("热门搜索", hot));
    clear.hidden = !before.length;
    show(groups);
  };

  const mark = (number) => {
    active = number;
    list.querySelectorAll("[role=option]").forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === number));
      if (i === number) item.scrollIntoView({ block: "nearest" });
    });
    if (number < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", `suggest-${number}`);
  };

  const choose = (option) => {
    remember(option.text);
    box.value = option.text;
    close();
    location.assign(option.address);
  };

  /* Asking */

  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  };

  const ask = async (text) => {
    asking = new AbortController();
    const own = asking;
    try {
      const answer = await fetch(`/api/v1/suggest?${new URLSearchParams({ q: text })}`, {
        signal: own.signal,
      });
      if (!answer.ok) return;
      const found = (await answer.json()).suggestions;
      answers.set(text, found);
      // An answer that was overtaken by typing, or came after the list was left, is dropped.
      if (own === asking && box.value.trim() === text) suggest(found);
    } catch {
      // Aborted, or the shop is away: searching itself will tell.
    }
  };

  const follow = (pause) => {
    stop();
    const text = box.value.trim();
    if (!text) offer();
    else if (text.length > LONGEST) close();
    else if (answers.has(text)) suggest(answers.get(text));
    else timer = setTimeout(ask, pause, text);
  };

  /* Typing, keys, mouse and touch */

  box.addEventListener("compositionstart", () => {
    composing = true;
    stop();
  });
  box.addEventListener("compositionend", () => {
    composing = false;
    follow(0);
  });
  box.addEventListener("input", (event) => {
    if (!composing && !event.isComposing) follow(PAUSE);
  });

  const atEmpty = () => {
    if (!box.value.trim() && panel.hidden) offer();
  };
  box.addEventListener("focus", atEmpty);
  box.addEventListener("click", atEmpty);

  box.addEventListener("keydown", (event) => {
    // 229: a key that belongs to the input method, also in Safari, which says so a moment late.
    if (composing || event.isComposing || event.keyCode === 229) return;
    const open = !panel.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        follow(0);
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than options: the box itself, between the last and the first.
      const places = options.length + 1;
      mark(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // closes the list; the next one empties the box
      close();
    }
  });

  // The box keeps the focus, and a phone its keyboard, while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    forget();
    offer();
    box.focus();
  });

  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  form.addEventListener("submit", () => {
    remember(box.value);
    close();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) close();
  });
})();
