// A product page remembers in this browser that it was seen, changes variants in place, and puts
// things into the basket without leaving.
// Which result led here was read by the server: without it in the address a reload is no new click.
// Without this script every choice is a link that loads the page anew, and the basket is shown.
(() => {
  const KEPT = 12;
  const { address, title, tone, icon, initial, image } = document.getElementById("product").dataset;
  let list = [];
  try {
    list = JSON.parse(localStorage.getItem("seen"));
  } catch { /* no storage, or not ours: it begins anew */ }
  const others = Array.isArray(list) ? list.filter((seen) => seen?.address && seen.address !== address) : [];
  const seen = [{ address, title, tone, icon, initial, image }, ...others].slice(0, KEPT);
  try {
    localStorage.setItem("seen", JSON.stringify(seen));
  } catch { /* no storage, or no room: nothing is remembered */ }

  const here = new URL(location.href);
  if (here.searchParams.has("s")) {
    for (const name of ["s", "n"]) here.searchParams.delete(name);
    history.replaceState(history.state, "", here);
  }

  let asked = 0;
  const choose = async (link) => {
    const mine = ++asked;
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return; // a later choice is on its way
    const focused = document.activeElement?.id;
    for (const part of document.querySelectorAll("[data-swap]")) {
      part.replaceChildren(...page.getElementById(part.id).childNodes);
    }
    history.replaceState(null, "", link.href);
    if (focused) document.getElementById(focused)?.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".option");
    if (link && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      choose(link).catch(() => location.assign(link.href));
      return;
    }
    const small = event.target.closest(".gallery a");
    const large = document.querySelector(".photo-large img");
    if (small && large) {
      event.preventDefault();
      large.src = small.href;
    }
  });

  const put = async (form) => {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new Error(answer.status);
    const { pieces } = await answer.json();
    const count = document.getElementById("pieces");
    count.textContent = pieces;
    count.hidden = false;
    const told = form.querySelector(".bought");
    told.innerHTML = '已加入购物车 <a href="/basket">去看看 ›</a>';
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id !== "buy") return;
    event.preventDefault();
    put(form).catch(() => form.submit()); // the server's own page says what is wrong
  });
})();
