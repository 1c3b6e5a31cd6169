{% load i18n %}// Something came: one neutral sentence is shown, and a tap opens the first page. Nothing is kept.
addEventListener("push", (event) => {
  event.waitUntil(registration.showNotification("{% filter escapejs %}{% translate 'Something you asked to be told of' %}{% endfilter %}", { icon: "{{ assets.icon }}", tag: "told" }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow("/"));
});

// A new one of these takes the place of the old one at once.
addEventListener("install", () => skipWaiting());
