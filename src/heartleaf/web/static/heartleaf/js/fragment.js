// A link whose secret is behind the "#": it goes into the form that waits for it, and out of the
// address bar. Without script, or without a secret, there is a field to type it into instead.
(() => {
  const forms = document.querySelectorAll("form[data-fragment]");
  if (!forms.length) return;

  function take() {
    const secret = location.hash.slice(1);
    if (!secret || secret === "main") return; // the way past the head of the page
    history.replaceState(null, "", location.pathname + location.search);
    forms.forEach((form) => {
      form.elements.secret.value = secret;
      form.hidden = false;
      const typed = document.getElementById(form.dataset.fragment);
      if (typed) typed.hidden = true;
    });
  }

  take();
  addEventListener("hashchange", take); // another link, opened while this page is open
})();
