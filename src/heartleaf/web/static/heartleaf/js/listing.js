// A line of the list of files: its name, and in words how far it is. `say` are the form's sentences.
function lineInList(list, name, say) {
  const item = document.createElement("li"), title = document.createElement("span"), note = document.createElement("span");
  title.className = "name"; title.dir = "auto"; note.className = "note";
  title.textContent = name;
  item.append(title, note);
  list.append(item);
  list.hidden = false;
  const line = {
    item, name, state: "",
    tell(state, share) {
      line.state = state;
      note.textContent = share ? `${say[state]}, ${Math.round(100 * share)} %` : say[state];
    },
  };
  line.tell("waiting");
  return line;
}
