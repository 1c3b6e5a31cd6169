// Messages in this browser: asked for by a tap alone, and told to the server by its address.
document.querySelectorAll("form[data-push-key]").forEach((form) => {
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification) return;
  const say = form.dataset, button = form.querySelector("[data-push]"), state = form.querySelector("[role=status]");
  form.hidden = false;
  form.parentElement.querySelector("[data-no-push]").hidden = true;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  const subscribe = async () => {
    await navigator.serviceWorker.register(say.worker, { updateViaCache: "none" });
    const { pushManager } = await navigator.serviceWorker.ready;
    // One made for another key of the server would never be answered.
    const old = await pushManager.getSubscription(), key = bytes(say.pushKey);
    const same = old && String(new Uint8Array(old.options.applicationServerKey)) === String(key);
    if (old && !same) await old.unsubscribe();
    return (same && old) || pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  };

  const tell = async (subscription) => {
    form.elements.endpoint.value = subscription.endpoint;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.status === 422) return (await answer.json()).sentence;
    if (answer.status !== 204) throw new Error(answer.status);
    location.reload();
    return "";
  };

  button.addEventListener("click", async () => {
    state.textContent = say.asking;
    try {
      const may = await Notification.requestPermission();
      state.textContent = may === "granted" ? await tell(await subscribe()) : say.refused;
    } catch {
      state.textContent = say.failed;
    }
  });
});

// To sign out ends them in this browser: it says to the server which one it is.
(async () => {
  const forms = document.querySelectorAll("form[data-leaves]");
  if (!forms.length || !navigator.serviceWorker || !window.PushManager) return;
  const worker = await navigator.serviceWorker.getRegistration(), told = await worker?.pushManager.getSubscription();
  if (told) forms.forEach((form) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "browser", value: told.endpoint })));
})();
