// Sends one file in parts that go on after a lost connection; chosen again on a later page, where it
// stopped. `told` hears "going" with the share that is here, and "again" while there is no line.

// fetch itself fails only while there is no line: then it is tried again, for as long as it takes.
async function postUntilHeard(address, body, { token, told, signal }) {
  for (;;) {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token }, signal }).catch(() => null);
    signal?.throwIfAborted();
    if (answer && (answer.ok || answer.status === 409)) return answer.json();
    if (answer && (answer.status < 500 || answer.status === 507)) throw new Error(answer.status);
    told("again");
    await new Promise((done) => { setTimeout(done, 3000); addEventListener("online", done, { once: true }); });
  }
}

// What arrived; null if the file cannot be read on this device any more. Throws when it is refused.
// A part is read before it is sent: a file that is gone would look like a line that is down.
async function sendInParts(file, { begin, fields, besides = [], ...how }) {
  const read = (from, to) => file.slice(from, to).arrayBuffer().catch(() => null);
  const said = new URLSearchParams({ ...fields, size: file.size });
  besides.forEach((id) => said.append("besides", id));
  if (window.crypto?.subtle) said.set("proves", "yes");
  let upload = await postUntilHeard(begin, said, how);
  if (upload.here) {
    const { here, received, part } = upload;
    said.set("going_on", here);
    const hashes = [];
    for (let from = 0; from < received; from += part) {
      how.signal?.throwIfAborted();
      hashes.push(await hashOf(await read(from, Math.min(from + part, received))));
    }
    said.set("hashes", hashes.join(" "));
    upload = await postUntilHeard(begin, said, how);
  }
  let at = upload.received;
  how.begun?.(upload.id);
  while (at < file.size) {
    how.told("going", at / file.size);
    const bytes = await read(at, at + upload.part);
    const arrived = bytes ? (await postUntilHeard(`/uploads/${upload.id}/?offset=${at}`, bytes, how)).received : at;
    if (arrived === at) {
      await postUntilHeard(`/uploads/${upload.id}/given-up/`, new FormData(), how);
      return null;
    }
    at = arrived;
  }
  return upload.id;
}

async function hashOf(bytes) {
  if (!bytes) return "";
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
