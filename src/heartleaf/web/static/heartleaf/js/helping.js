// Help now is there without a line too: one page, the same for everyone, stays on this device.
document.querySelectorAll("[data-keeps]").forEach(async (said) => {
  try {
    await navigator.serviceWorker.register(said.dataset.keeps, { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    said.hidden = false;
  } catch { /* an address without a certificate: then it needs a line */ }
});

// In the kept page is every country; shown is the one that the address names, or all where it
// stands under its own.
(() => {
  const countries = [...document.querySelectorAll("[data-country]")];
  const asked = new URLSearchParams(location.search).get("country");
  if (!countries.length || (asked === null && location.pathname.endsWith("/everywhere/"))) return;
  const code = countries.some((each) => each.dataset.country === asked) ? asked : "";
  countries.forEach((each) => { each.hidden = each.dataset.country !== code; });
  document.querySelector("select[name=country]").value = code;
})();
