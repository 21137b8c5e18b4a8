// Draws the markup it is given. Where it may be edited, see makeEditor; else it tells which cell
// was clicked, and arrow keys walk between cells.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let host = parentElement.querySelector(".host");
  if (!host) {
    host = document.createElement("div");
    host.className = "host";
    parentElement.appendChild(host);
  }
  const before = host.querySelector(".frame");
  const place = before ? [before.scrollLeft, before.scrollTop] : [0, 0];
  const active = host.getRootNode().activeElement;
  const hadFocus = active && host.contains(active) && active.matches("button.cell");
  host.innerHTML = data.legend + (data.tools || "")
    + '<div class="frame" tabindex="-1">' + data.table + "</div>";
  const frame = host.querySelector(".frame");
  frame.style.setProperty("--height", data.height + "px");
  frame.scrollLeft = place[0];
  frame.scrollTop = place[1];
  host.classList.toggle("editing", Boolean(data.editing));
  if (data.editing) {
    if (!host.editor) host.editor = makeEditor(host, (message) => host.send(message));
    host.send = (message) => setTriggerValue("edit", JSON.stringify(message));
    const cell = host.editor.start(data.editing);
    if (hadFocus && cell) cell.focus({ preventScroll: true });
    return;
  }
  if (host.editor) { host.editor.stop(); host.editor = null; }
  host.onclick = (event) => {
    const cell = event.target.closest("button.cell");
    if (cell) setTriggerValue("picked", cell.dataset.agent + "\n" + cell.dataset.date);
  };
  host.onkeydown = (event) => {
    const cell = event.target.closest("button.cell");
    const step = STEPS[event.key];
    if (!cell || !step) return;
    const here = cell.parentElement;
    const row = step[0] < 0 ? here.parentElement.previousElementSibling
      : step[0] > 0 ? here.parentElement.nextElementSibling : here.parentElement;
    const next = row && row.children[here.cellIndex + step[1]];
    const target = next && next.querySelector("button.cell");
    if (target) { target.focus(); event.preventDefault(); }
  };
}
