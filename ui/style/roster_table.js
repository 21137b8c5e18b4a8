// Draws the markup it is given and tells which cell was clicked; arrow keys walk between cells.
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
  host.innerHTML = data.legend + '<div class="frame" tabindex="-1">' + data.table + "</div>";
  const frame = host.querySelector(".frame");
  frame.style.setProperty("--height", data.height + "px");
  frame.scrollLeft = place[0];
  frame.scrollTop = place[1];
  host.onclick = (event) => {
    const cell = event.target.closest("button.cell");
    if (cell) setTriggerValue("picked", cell.dataset.agent + "\n" + cell.dataset.date);
  };
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  host.onkeydown = (event) => {
    const cell = event.target.closest("button.cell");
    const step = steps[event.key];
    if (!cell || !step) return;
    const here = cell.parentElement;
    const row = step[0] < 0 ? here.parentElement.previousElementSibling
      : step[0] > 0 ? here.parentElement.nextElementSibling : here.parentElement;
    const next = row && row.children[here.cellIndex + step[1]];
    const target = next && next.querySelector("button.cell");
    if (target) { target.focus(); event.preventDefault(); }
  };
}
