// Follows what the page says to its server and hears back, so that a test waits for the answer to
// what it did and not for time. Frames are protobuf messages: of each, only the numbers of its
// outermost fields are read.
(() => {
  const RERUN = 11, BEGUN = 4, ENDED = 6, CUT_SHORT = 2; // streamlit/proto: BackMsg, ForwardMsg
  const HEED_MS = 500; // within which what was done is told to the server, if it is told at all
  const QUIET_MS = 80; // after the last word, until it is drawn
  const wire = { sent: 0, seen: 0, isOwed: false, isRunning: false, at: 0, asked: null };

  function* fields(bytes) {
    let at = 0;
    const number = () => {
      let value = 0, scale = 1, byte;
      do {
        byte = bytes[at++];
        value += (byte & 127) * scale;
        scale *= 128;
      } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = number(), value = number();
      yield [tag >> 3, value];
      if ((tag & 7) === 2) at += value; // its length
    }
  }

  const says = (data) => {
    for (const [field] of fields(data instanceof Uint8Array ? data : new Uint8Array(data))) {
      if (field === RERUN) Object.assign(wire, { sent: wire.sent + 1, isOwed: true });
    }
    wire.at = performance.now();
  };

  const hears = ({ data }) => {
    for (const [field, value] of fields(new Uint8Array(data))) {
      if (field === BEGUN) Object.assign(wire, { isOwed: false, isRunning: true });
      if (field === ENDED) wire.isRunning = value === CUT_SHORT; // another run follows at once
    }
    wire.at = performance.now();
  };

  const moves = () => document.getAnimations().some((each) =>
    each.playState === 'running' && each.effect.getComputedTiming().endTime !== Infinity);

  window.isSettled = (mustSay) => {
    const now = performance.now();
    const state = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState;
    wire.asked ??= now;
    if (wire.sent === wire.seen && (mustSay || now - wire.asked < HEED_MS)) return false;
    if (wire.isOwed || wire.isRunning || state !== 'notRunning') return false;
    if (now - wire.at < QUIET_MS || moves()) return false;
    Object.assign(wire, { seen: wire.sent, asked: null });
    return true;
  };

  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', hears);
    }
    send(data) {
      says(data);
      super.send(data);
    }
  };
})();
