// Keeps one page on this device, the same for everyone, for when the line is down: help now, with
// its style sheet and its script. It is asked for nothing but what is under its own address.
const KEPT = "help-{{ edition }}", PAGE = "{% url 'help-everywhere' %}";
const WITH_IT = ["{{ assets.style }}", "{{ assets.script }}", "{{ assets.icon }}"];
const PATIENCE = 4000;

// Without cookies, so that it is nobody's page.
const fetched = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });

addEventListener("install", (event) => event.waitUntil((async () => {
  const kept = await caches.open(KEPT);
  await kept.addAll([PAGE, ...WITH_IT].map(fetched));
  await skipWaiting();
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("help-") && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
})()));

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate") event.respondWith(answered(event.request));
  else if (WITH_IT.includes(pathname)) event.respondWith(kept(pathname).then((found) => found || fetch(event.request)));
});

const kept = async (address) => (await caches.open(KEPT)).match(address);

// The page as it is now, unless the line is down, or so slow that the kept one is there before it.
async function answered(request) {
  const now = fetch(request).then((answer) => answer.status < 500 ? answer : Promise.reject(answer));
  now.catch(() => {});
  const late = new Promise((_, over) => setTimeout(over, PATIENCE));
  try {
    return await Promise.race([now, late]);
  } catch {
    return (await kept(PAGE)) || now;
  }
}
