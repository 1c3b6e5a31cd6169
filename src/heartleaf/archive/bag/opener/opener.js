"use strict";
// Opens a sealed export: chosen files in, names out, one file after the other on request.
// `age` is the library above this script; WORDS is what the page says.

const TEXT = /\.(md|txt|json|csv|ics|html)$/i;
const SEEN = {
  jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp",
  svg: "image/svg+xml", mp4: "video/mp4", webm: "video/webm", m4a: "audio/mp4", mp3: "audio/mpeg",
  wav: "audio/wav", ogg: "audio/ogg",
};
// Keepsakes, and what is not yet.
const KEPT = /^data\/(keepsakes|not-yet)\//;
// Folders shown at once; the others are found by a word.
const MOST = 200;
const at = (id) => document.getElementById(id);
const chosen = new Map();
let key = "";
let shownAddress = "";

at("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  tell(WORDS.opening);
  chosen.clear();
  for (const input of [at("folder"), at("files")]) {
    for (const file of input.files) chosen.set(file.name, file);
  }
  if (!chosen.has("index.age")) return tell(WORDS.nofiles);
  key = at("key").value.replace(/\s+/g, "").toUpperCase();
  try {
    new age.Decrypter().addIdentity(key);
  } catch {
    return tell(WORDS.nokey);
  }
  let index;
  try {
    index = await unsealed(chosen.get("index.age"));
  } catch {
    return tell(WORDS.wrongkey);
  }
  tell("");
  at("key").value = "";
  at("ask").hidden = true;
  at("inside").hidden = false;
  list(read(new TextDecoder().decode(index)));
});

// A line a file: its number, how many parts it is in, and what it is called.
function read(index) {
  return index.split("\n").slice(1).filter(Boolean).map((line) => {
    const [number, parts, ...name] = line.split("\t");
    return { number, parts: Number(parts), path: name.join("\t") };
  });
}

async function unsealed(file) {
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(key);
  return decrypter.decrypt(new Uint8Array(await file.arrayBuffer()));
}

async function opened(entry) {
  const parts = [];
  for (let part = 1; part <= entry.parts; part++) {
    const name = part === 1 ? `${entry.number}.age` : `${entry.number}.${part}.age`;
    if (!chosen.has(name)) throw new Error(WORDS.missing);
    try {
      parts.push(await unsealed(chosen.get(name)));
    } catch {
      throw new Error(WORDS.damaged);
    }
  }
  const ending = entry.path.split(".").pop().toLowerCase();
  return new Blob(parts, { type: SEEN[ending] || "application/octet-stream" });
}

// What was kept comes first, by its days; the pages and tables for programs are below a fold.
function list(entries) {
  const show = () => {
    const sought = at("find").value.trim().toLowerCase();
    const found = entries.filter((entry) => entry.path.toLowerCase().includes(sought));
    const kept = found.filter((entry) => KEPT.test(entry.path) && !entry.path.endsWith(".json"));
    const rest = found.filter((entry) => !kept.includes(entry));
    const folders = inFolders(kept);
    at("list").replaceChildren(...folders.slice(0, MOST).flatMap(section), ...fold(rest));
    at("more").hidden = folders.length <= MOST;
  };
  at("find").addEventListener("input", show);
  show();
}

function inFolders(entries) {
  const folders = new Map();
  for (const entry of entries) {
    const folder = entry.path.slice(0, Math.max(entry.path.lastIndexOf("/"), 0));
    if (!folders.has(folder)) folders.set(folder, []);
    folders.get(folder).push(entry);
  }
  return [...folders].sort(([one], [other]) => (one < other ? -1 : 1));
}

function fold(entries) {
  if (!entries.length) return [];
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = WORDS.all;
  details.append(summary);
  // Filled when it is opened: there may be very many.
  details.addEventListener("toggle", () => details.append(...inFolders(entries).flatMap(section)), {
    once: true,
  });
  return [details];
}

function section([folder, entries]) {
  const heading = document.createElement("h3");
  heading.dir = "auto";
  // A keepsake's folder has the beginning of its id at its end.
  heading.textContent = folder.replace(/^data\/(keepsakes\/[^/]+\/)?/, "").replace(/ [0-9a-f]{8}$/, "");
  const lines = document.createElement("ul");
  const words = entries.filter((entry) => entry.path.endsWith("/words.md"));
  const files = entries.filter((entry) => !words.includes(entry));
  lines.replaceChildren(...[...words, ...files].map(line));
  return [heading, lines];
}

function line(entry) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = entry.path.split("/").pop();
  name.dir = "auto";
  item.append(name);
  const ending = entry.path.split(".").pop().toLowerCase();
  if (SEEN[ending] || TEXT.test(entry.path)) item.append(button(WORDS.show, entry, shown));
  item.append(button(WORDS.save, entry, saved));
  return item;
}

function button(words, entry, act) {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = words;
  one.setAttribute("aria-label", `${words}: ${entry.path.split("/").pop()}`);
  one.addEventListener("click", async () => {
    tell(WORDS.opening);
    try {
      await act(entry, await opened(entry));
      tell("");
    } catch (problem) {
      tell(problem.message || WORDS.damaged);
    }
  });
  return one;
}

async function shown(entry, blob) {
  const what = at("shown-what");
  at("shown-name").textContent = entry.path.split("/").pop();
  if (TEXT.test(entry.path)) {
    const words = document.createElement("pre");
    words.textContent = await blob.text();
    words.dir = "auto";
    what.replaceChildren(words);
  } else {
    const sort = blob.type.split("/")[0];
    const seen = document.createElement({ image: "img", video: "video", audio: "audio" }[sort]);
    shownAddress = URL.createObjectURL(blob);
    seen.src = shownAddress;
    if (sort === "image") seen.alt = entry.path.split("/").pop();
    else seen.controls = true;
    what.replaceChildren(seen);
  }
  at("shown").showModal();
}

at("shown").addEventListener("close", () => {
  at("shown-what").replaceChildren();
  URL.revokeObjectURL(shownAddress);
});
at("shown-close").addEventListener("click", () => at("shown").close());

function saved(entry, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = entry.path.split("/").pop();
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function tell(words) {
  at("told").textContent = words;
}
