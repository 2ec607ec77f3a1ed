// "不感兴趣" on a card, and taking it back, without leaving the page. Without this script the form
// leads back to the page, which says it.
(() => {
  const states = {
    no: { text: "会排到后面", button: "撤销", next: "back" },
    back: { text: "恢复原样了", button: "不感兴趣", next: "no" },
  };
  const answered = (form, button, given) => {
    const { text, button: label, next } = states[given];
    const told = form.querySelector("span");
    const title = button.querySelector(".unseen").textContent.replace(/^.*?：/, "");
    form.closest(".card").classList.toggle("card-gone", given === "no");
    told.setAttribute("role", "status");
    told.removeAttribute("title");
    told.textContent = text;
    button.value = next;
    button.removeAttribute("title");
    button.textContent = label;
    const rest = document.createElement("span");
    rest.className = "unseen";
    rest.textContent = `：${title}`;
    button.append(rest);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".wish")) return;
    event.preventDefault();
    const button = event.submitter;
    const given = button.value;
    const body = new URLSearchParams(new FormData(form, button));
    fetch(form.action, { method: "POST", body })
      .then((answer) => {
        if (answer.status !== 204) throw new Error(answer.status);
        answered(form, button, given);
      })
      .catch(() => {
        const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: given });
        form.append(field);
        form.submit(); // the server's own page says what is wrong
      });
  });
})();
