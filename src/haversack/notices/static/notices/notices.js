// How are notices turned on and off in this very browser? The lists and choices of the page work without.
(() => {
  "use strict";
  const part = document.getElementById("this-browser");
  if (!part) return;
  const say = (name) => {
    for (const words of part.querySelectorAll("[data-says]")) words.hidden = words.dataset.says !== name;
  };
  const on = part.querySelector("[data-turn-on]");
  const form = part.querySelector("form");
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

  // Where the clock is, for whom nothing is chosen yet.
  const zone = document.querySelector("select[name=zone]");
  if (zone && !zone.value) {
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...zone.options].some((option) => option.value === here)) zone.value = here;
  }

  if (!able) return say("unable");

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const same = (one, other) => {
    const mine = new Uint8Array(one || []);
    return mine.length === other.length && mine.every((byte, at) => byte === other[at]);
  };
  const key = bytes(part.dataset.key);
  const registered = () => navigator.serviceWorker.register(part.dataset.worker, { scope: part.dataset.scope });

  const active = async (registration) => {
    const worker = registration.installing || registration.waiting;
    if (worker && !registration.active) {
      await new Promise((done) =>
        worker.addEventListener("statechange", () => worker.state === "activated" && done()),
      );
    }
    return registration;
  };

  // The list names each browser by its address's SHA-256, so that this one can find itself in it.
  const listed = async (subscription) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
    const mark = [...new Uint8Array(digest).slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return document.querySelector(`[data-mark="${mark}"]`);
  };

  const start = async () => {
    if (Notification.permission === "denied") return say("denied");
    const known = await navigator.serviceWorker.getRegistration(part.dataset.scope);
    const subscription = known && (await known.pushManager.getSubscription());
    const row = subscription && same(subscription.options.applicationServerKey, key) && (await listed(subscription));
    if (row) row.querySelector("[data-this]").hidden = false;
    if (row && !row.hasAttribute("data-stopped")) return say("on");
    on.hidden = false;
    say("off");
  };

  on.addEventListener("click", async () => {
    on.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        on.hidden = true;
        return say("denied");
      }
      const registration = await active(await registered());
      const before = await registration.pushManager.getSubscription();
      if (before) await before.unsubscribe(); // an address that was given up would not work again
      const subscription = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: key,
      });
      const given = subscription.toJSON();
      form.elements.endpoint.value = given.endpoint;
      form.elements.p256dh.value = given.keys.p256dh;
      form.elements.auth.value = given.keys.auth;
      form.submit();
    } catch {
      say("failed");
      on.disabled = false;
    }
  });

  start().catch(() => say("failed"));
})();
