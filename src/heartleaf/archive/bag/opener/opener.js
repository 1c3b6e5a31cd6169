"use strict";
// Opens a sealed export: chosen files in, names out, one file after the other on request.
// `age` is the library above this script; WORDS is what the page says.

const TEXT = /\.(md|txt|json|csv|ics|html)$/i;
const SEEN = {
  jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp",
  svg: "image/svg+xml", mp4: "video/mp4", webm: "video/webm", m4a: "audio/mp4", mp3: "audio/mpeg",
  wav: "audio/wav", ogg: "audio/ogg",
};
const KEPT = /^data\/keepsakes\//;
const NOT_YET = /^data\/not-yet\//;
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
  const files = [...at("folder").files, ...at("files").files];
  const indexes = files.filter((file) => file.name === "index.age");
  if (!indexes.length) return tell(WORDS.nofiles);
  // Every export has a 000001.age: two of them must not be mixed.
  if (indexes.length > 1) return tell(WORDS.several);
  for (const file of files) {
    if (folderOf(file) === folderOf(indexes[0])) chosen.set(file.name, file);
  }
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

// What was chosen in one way replaces what was chosen in the other.
for (const [one, other] of [["folder", "files"], ["files", "folder"]]) {
  at(one).addEventListener("change", () => { at(other).value = ""; });
}

// Empty where files were chosen one by one.
function folderOf(file) {
  return file.webkitRelativePath.slice(0, -file.name.length);
}

// A line a file: its number, how many parts it is in, its size and SHA-256, and what it is called.
function read(index) {
  return index.split("\n").slice(1).filter(Boolean).map((line) => {
    const [number, parts, size, hash, ...name] = line.split("\t");
    return { number, parts: Number(parts), size: Number(size), hash, path: name.join("\t") };
  });
}

async function unsealed(file) {
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(key);
  return decrypter.decrypt(new Uint8Array(await file.arrayBuffer()));
}

// The whole file, held against what the index says of it.
async function opened(entry) {
  const whole = room(entry.size);
  let filled = 0;
  for (let part = 1; part <= entry.parts; part++) {
    const name = part === 1 ? `${entry.number}.age` : `${entry.number}.${part}.age`;
    if (!chosen.has(name)) throw new Error(WORDS.missing);
    try {
      const opened = await unsealed(chosen.get(name));
      whole.set(opened, filled);  // throws if it is more than there should be
      filled += opened.length;
    } catch {
      throw new Error(WORDS.damaged);
    }
  }
  if (filled !== entry.size || (await sha256(whole)) !== entry.hash) throw new Error(WORDS.damaged);
  const ending = entry.path.split(".").pop().toLowerCase();
  return new Blob([whole], { type: SEEN[ending] || "application/octet-stream" });
}

function room(size) {
  try {
    return new Uint8Array(size);
  } catch {
    throw new Error(WORDS.large);
  }
}

async function sha256(bytes) {
  let hash;
  try {
    hash = await crypto.subtle.digest("SHA-256", bytes);
  } catch {
    throw new Error(WORDS.large);
  }
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What was kept comes first, by its days; the pages and tables for programs are below a fold.
function list(entries) {
  const show = () => {
    const sought = at("find").value.trim().toLowerCase();
    const found = entries.filter((entry) => entry.path.toLowerCase().includes(sought));
    const [kept, rest] = parted(
      found, (entry) => KEPT.test(entry.path) && !entry.path.endsWith(".json"),
    );
    const folders = inFolders(kept);
    // What is to be opened later is not among the others: it takes a tap of its own.
    const [later, others] = parted(rest, (entry) => NOT_YET.test(entry.path));
    at("list").replaceChildren(
      ...folders.slice(0, MOST).flatMap(section), ...fold(later, WORDS.later),
      ...fold(others, WORDS.all),
    );
    at("more").hidden = folders.length <= MOST;
  };
  at("find").addEventListener("input", show);
  show();
}

// Those that are so, and the others.
function parted(entries, isSo) {
  const both = [[], []];
  for (const entry of entries) both[isSo(entry) ? 0 : 1].push(entry);
  return both;
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

function fold(entries, words) {
  if (!entries.length) return [];
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = words;
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
  heading.textContent = folder.replace(/^data\/(keepsakes\/[^/]+\/|not-yet\/)?/, "").replace(/ [0-9a-f]{8}$/, "");
  const lines = document.createElement("ul");
  const [words, files] = parted(entries, (entry) => entry.path.endsWith("/words.md"));
  lines.replaceChildren(...[...words, ...files].map(line));
  return [heading, lines];
}

function line(entry) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = called(entry);
  name.dir = "auto";
  item.append(name);
  const ending = entry.path.split(".").pop().toLowerCase();
  if (SEEN[ending] || TEXT.test(entry.path)) item.append(button(WORDS.show, entry, shown));
  item.append(button(WORDS.save, entry, saved));
  return item;
}

function called(entry) {
  return entry.path.endsWith("/words.md") ? WORDS.words : entry.path.split("/").pop();
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
  at("shown-name").textContent = called(entry);
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
