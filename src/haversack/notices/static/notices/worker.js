// What does this browser do with a notice while no page of the site is open? Shows it, and opens its page when pressed.
"use strict";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const told = (event) => {
  try {
    return event.data.json();
  } catch {
    return {}; // a browser must show something for every message
  }
};

addEventListener("push", (event) => {
  const { title = "Haversack", body = "", tag = "haversack", address = "/account/notices/" } = told(event);
  event.waitUntil(registration.showNotification(title, { body, tag, data: { address } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.address, location.origin);
  if (address.origin !== location.origin) return;
  event.waitUntil(clients.openWindow(address.href));
});
