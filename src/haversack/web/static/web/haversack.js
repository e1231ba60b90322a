// What does a page do more where scripts run? Nothing here is needed to read, decide or sign in.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // After paging the focus is on the count line, so that a screen reader begins there.
  const goal = location.hash === "#count" && document.getElementById("count");
  if (goal) goal.focus({ preventScroll: false });

  // Where the tabs of a page are wider than the screen, the open one is the one that is seen.
  for (const tab of all(".seg [aria-current]")) {
    const tabs = tab.parentElement;
    if (tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft = tab.offsetLeft - tabs.offsetLeft - 16;
  }

  // A menu closes when one looks elsewhere, and with Escape.
  const menus = () => all("details[data-closes][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // What lies in a closed fold is printed too, in browsers that cannot do it from the style sheet.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details.fold:not([open])");
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
  });
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // "Choose all" and the number on the button, in a list of tick boxes.
  for (const box of all("[data-all]")) {
    const boxes = () => all(`input[name="${box.dataset.all}"]`);
    const counter = document.querySelector(`[data-count="${box.dataset.all}"]`);
    const tell = () => {
      const chosen = boxes().filter((each) => each.checked).length;
      box.checked = chosen > 0 && chosen === boxes().length;
      box.indeterminate = chosen > 0 && !box.checked;
      if (counter) counter.textContent = String(chosen);
    };
    box.closest("label").hidden = false;
    box.addEventListener("change", () => {
      for (const each of boxes()) each.checked = box.checked;
      tell();
    });
    document.addEventListener("change", (event) => event.target.name === box.dataset.all && tell());
    tell();
  }

  // Long work that has ended: the page is asked once more, now with what comes next.
  document.addEventListener("htmx:after:swap", () => {
    const work = document.getElementById("work");
    if (work && !work.hasAttribute("hx-get")) location.reload();
  });

  // A passkey that could not be used says so on the page.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const words of all("[data-on-problem]")) words.hidden = false;
  });

  // Copying a link or a code.
  for (const button of all("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      const words = button.textContent;
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = words), 2500);
    });
  }

  // Uploading: how far it is, and a question before leaving.
  for (const form of all("form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      if (!window.XMLHttpRequest || event.defaultPrevented) return;
      event.preventDefault();
      upload(form, event.submitter);
    });
  }

  function upload(form, submitter) {
    const part = form.querySelector("[data-upload-part]");
    const bar = part.querySelector("progress");
    const words = part.querySelector("[data-upload-words]");
    const body = new FormData(form);
    if (submitter && submitter.name) body.append(submitter.name, submitter.value);
    const stay = (event) => event.preventDefault();
    const request = new XMLHttpRequest();
    const fail = () => {
      removeEventListener("beforeunload", stay);
      delete form.dataset.sent;
      bar.hidden = true;
      words.textContent = part.dataset.failed;
      all("button", form).forEach((button) => (button.disabled = false));
    };
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.max = event.total;
      bar.value = event.loaded;
      const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
      words.textContent = `${part.dataset.sending} ${share.format(event.loaded / event.total)}`;
    });
    request.addEventListener("load", () => {
      removeEventListener("beforeunload", stay);
      if (request.status >= 400 && !request.responseText) return fail();
      if (request.responseURL && request.responseURL !== location.href) return location.assign(request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.getElementById("main").focus();
    });
    request.addEventListener("error", fail);
    request.addEventListener("abort", fail);
    addEventListener("beforeunload", stay);
    part.hidden = false;
    bar.hidden = false;
    all("button:not([data-upload-stop])", form).forEach((button) => (button.disabled = true));
    const stop = form.querySelector("[data-upload-stop]");
    if (stop) stop.onclick = () => request.abort();
    request.open("POST", form.action);
    request.send(body);
  }

  // The session: a warning two minutes before it ends, the way in again when it has.
  const seconds = Number(document.body.dataset.session || 0);
  const dialog = document.getElementById("session-end");
  if (seconds && dialog && dialog.showModal) {
    const left = dialog.querySelector("[data-left]");
    const warning = Math.min(120, seconds / 2);
    let end = Date.now() + seconds * 1000;
    const format = new Intl.NumberFormat(document.documentElement.lang, { minimumIntegerDigits: 2 });
    setInterval(() => {
      const rest = Math.round((end - Date.now()) / 1000);
      if (rest <= 0) return location.reload();
      if (rest > warning) return;
      left.textContent = `${Math.floor(rest / 60)}:${format.format(rest % 60)}`;
      if (!dialog.open) dialog.showModal();
    }, 1000);
    dialog.querySelector("[data-stay]").addEventListener("click", async () => {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      if (!answer.ok || answer.redirected) return location.reload();
      end = Date.now() + seconds * 1000;
      dialog.close();
    });
  }
})();
