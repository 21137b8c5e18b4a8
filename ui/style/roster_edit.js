// Editing in the table: which cells are selected, what is held to be pasted, and one message for
// each thing somebody does. What it leads to is told by the program; nothing is decided here.
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

function makeEditor(host, send) {
  const state = { at: null, from: null, also: new Set(), clip: null, typed: "", timer: 0 };
  let options = {};

  const buttons = () => Array.from(host.querySelectorAll("tbody button.cell"));
  const keyOf = (cell) => cell.dataset.agent + "\n" + cell.dataset.date;
  const pair = (key) => key.split("\n");
  const place = (cell) => [cell.parentElement.parentElement.rowIndex, cell.parentElement.cellIndex];
  const find = (key) => buttons().find((cell) => keyOf(cell) === key);

  function inBlock() {
    const one = state.from && find(state.from), other = state.at && find(state.at);
    if (!one || !other) return new Set();
    const [r1, c1] = place(one), [r2, c2] = place(other);
    const rows = [Math.min(r1, r2), Math.max(r1, r2)], columns = [Math.min(c1, c2), Math.max(c1, c2)];
    return new Set(buttons().filter((cell) => {
      const [r, c] = place(cell);
      return r >= rows[0] && r <= rows[1] && c >= columns[0] && c <= columns[1];
    }).map(keyOf));
  }
  const selected = () => {
    const all = new Set([...inBlock(), ...state.also]);
    return buttons().map(keyOf).filter((key) => all.has(key));
  };
  function draw() {
    const mine = new Set(selected()), held = new Set(state.clip ? state.clip.cells : []);
    for (const cell of buttons()) {
      const key = keyOf(cell);
      cell.classList.toggle("selected", mine.has(key));
      cell.classList.toggle("held", held.has(key));
      cell.setAttribute("aria-pressed", mine.has(key) ? "true" : "false");
      cell.tabIndex = key === state.at || (!state.at && cell === buttons()[0]) ? 0 : -1;
    }
    for (const each of host.querySelectorAll(".tools button[data-needs]"))
      each.disabled = each.dataset.needs === "clip" ? !state.clip || !mine.size : !mine.size;
    const told = host.querySelector(".tools .told");
    if (told) told.textContent = mine.size ? options.words.selected.replace("{count}", mine.size) : options.words.none;
  }
  function select(cell, how) {
    const key = keyOf(cell);
    if (how === "extend" && state.from) state.at = key;
    else if (how === "also") {
      for (const each of inBlock()) state.also.add(each);
      if (state.also.has(key)) { state.also.delete(key); state.from = state.at = null; }
      else state.from = state.at = key;
    } else { state.also.clear(); state.from = state.at = key; }
    draw();
  }
  function selectAll(cells, more) {
    if (!more) { state.also.clear(); }
    state.from = state.at = null;
    cells.forEach((cell) => state.also.add(keyOf(cell)));
    draw();
  }
  const corner = (keys) => {
    const places = keys.map((key) => place(find(key)));
    const row = Math.min(...places.map((p) => p[0])), column = Math.min(...places.map((p) => p[1]));
    const cell = buttons().find((one) => { const p = place(one); return p[0] === row && p[1] === column; });
    return keyOf(cell);
  };
  const cellsOf = (keys) => keys.map(pair);

  function act(name, value) {
    const mine = selected();
    if (name === "undo" || name === "redo" || name === "keep") return send({ kind: name });
    if (!mine.length) return;
    if (name === "copy" || name === "cut") {
      state.clip = { cells: mine, corner: corner(mine), kind: name === "cut" ? "move" : "copy" };
      return draw();
    }
    if (name === "paste") {
      const clip = state.clip;
      if (!clip) return;
      state.clip = clip.kind === "move" ? null : clip;
      const many = clip.cells.length === 1 && mine.length > 1 && clip.kind === "copy";
      if (many) send({ kind: "copy", cells: mine.map(() => pair(clip.cells[0])), to: cellsOf(mine) });
      else send({ kind: clip.kind, cells: cellsOf(clip.cells), grip: pair(clip.corner), onto: pair(corner(mine)) });
      return draw();
    }
    if (name === "open") return send({ kind: "open", cells: [pair(state.at || mine[0])] });
    send({ kind: name, cells: cellsOf(mine), value: value || "" });
  }

  function press(event) {
    if (event.target.closest(".tools")) return;
    const cell = event.target.closest("button.cell");
    if (!cell) return;
    const ctrl = event.ctrlKey || event.metaKey, step = STEPS[event.key];
    const name = ctrl && { c: "copy", x: "cut", v: "paste", z: event.shiftKey ? "redo" : "undo", y: "redo", s: "keep" }[event.key.toLowerCase()];
    const stop = () => { event.preventDefault(); event.stopPropagation(); };
    if (name) { stop(); return act(name); }
    if (ctrl) return;
    if (step && event.altKey && step[1]) { stop(); return act(step[1] > 0 ? "later" : "earlier"); }
    if (step && event.altKey) { stop(); return act(step[0] > 0 ? "meal_later" : "meal_earlier"); }
    if (step) {
      stop();
      const [row, column] = place(cell);
      const next = buttons().find((one) => { const p = place(one); return p[0] === row + step[0] && p[1] === column + step[1]; });
      if (next) { if (event.shiftKey && !state.from) state.from = keyOf(cell); select(next, event.shiftKey ? "extend" : ""); next.focus(); }
      return;
    }
    if (event.key === "Delete" || event.key === "Backspace") { stop(); return act("clear"); }
    if (event.key === "Enter") { stop(); return act("open"); }
    if (event.key === " ") { stop(); return select(cell, event.shiftKey ? "extend" : "also"); }
    if (event.key === "Escape") { stop(); state.clip = null; return select(cell, ""); }
    if (event.key.length === 1 && !event.altKey && options.codes.length) { stop(); type(event.key); }
  }
  function type(letter) {
    clearTimeout(state.timer);
    state.typed += letter.toLowerCase();
    const same = options.codes.filter((code) => code.toLowerCase().startsWith(state.typed));
    const whole = same.find((code) => code.toLowerCase() === state.typed);
    const finish = () => { state.typed = ""; if (whole) act("type", whole); };
    if (!same.length || (whole && same.length === 1)) return finish();
    state.timer = setTimeout(finish, 700);
  }

  let grip = null, over = null;
  function down(event) {
    const cell = event.target.closest("button.cell");
    if (event.pointerType === "touch" || event.button || !cell) return;
    grip = { cell, x: event.clientX, y: event.clientY, moves: false };
  }
  function move(event) {
    if (!grip) return;
    if (!grip.moves && Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < 6) return;
    if (!grip.moves) {
      grip.moves = true;
      if (!selected().includes(keyOf(grip.cell))) select(grip.cell, "");
      host.classList.add("dragging");
    }
    const under = host.getRootNode().elementFromPoint(event.clientX, event.clientY);
    const cell = under && under.closest("button.cell");
    if (over && over !== cell) over.classList.remove("over");
    over = cell;
    if (over) over.classList.add("over");
    host.classList.toggle("copying", event.ctrlKey || event.metaKey);
    event.preventDefault();
  }
  function up(event) {
    const held = grip, target = over;
    grip = over = null;
    host.classList.remove("dragging", "copying");
    if (target) target.classList.remove("over");
    if (!held || !held.moves) return;
    host.dataset.dragged = "1";
    setTimeout(() => { delete host.dataset.dragged; }, 0);
    if (!target || target === held.cell || event.type === "pointercancel") return;
    const kind = event.ctrlKey || event.metaKey ? "copy" : "move";
    send({ kind, cells: cellsOf(selected()), grip: pair(keyOf(held.cell)), onto: pair(keyOf(target)) });
  }
  function click(event) {
    if (host.dataset.dragged) return;
    const tool = event.target.closest(".tools button");
    if (tool) return act(tool.dataset.act);
    const more = event.ctrlKey || event.metaKey;
    const cell = event.target.closest("button.cell");
    if (cell) return select(cell, event.shiftKey ? "extend" : more ? "also" : "");
    const head = event.target.closest("thead th.day"), row = event.target.closest("tbody th.who");
    if (head) selectAll(buttons().filter((one) => one.parentElement.cellIndex === head.cellIndex), more);
    if (row) selectAll(Array.from(row.parentElement.querySelectorAll("button.cell")), more);
  }
  function choose(event) {
    if (!event.target.matches(".tools select") || !event.target.value) return;
    act("type", event.target.value);
    event.target.value = "";
  }
  return {
    start(told) {
      options = told;
      host.onclick = click; host.onkeydown = press; host.onchange = choose;
      host.ondblclick = (event) => { if (event.target.closest("button.cell")) act("open"); };
      host.onpointerdown = down; host.onpointermove = move; host.onpointerup = up; host.onpointercancel = up;
      host.ondragstart = (event) => event.preventDefault();
      draw();
      return state.at && find(state.at);
    },
    stop() {
      for (const name of ["onchange", "ondblclick", "onpointerdown", "onpointermove", "onpointerup", "onpointercancel", "ondragstart"]) host[name] = null;
    },
  };
}
