/* The wire: calls to /sim/* and the stream of events. */

/** A call that the sandbox refused or that never arrived; `message` is for a person. */
export class SimError extends Error {
  constructor(message, status = 0, body = {}) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new SimError("", 0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new SimError(body.error || `HTTP ${response.status}`, response.status, body);
  return body;
}

function post(verb, body) {
  return ask(`/sim/${verb}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const sim = {
  state: () => ask("/sim/state"),
  clock: () => ask("/sim/clock"),
  send: (body) => post("send", body),
  tap: (body) => post("tap", body),
  start: (body) => post("start", body),
  inline: (body) => post("inline", body),
  moveClock: (body) => post("clock", body),
  addPerson: (body) => post("users", body),
  addGroup: (body) => post("groups", body),
  /** `file` is a File; the other values are form fields (null is left out). */
  upload(file, fields) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      if (value !== null && value !== undefined) form.append(name, String(value));
    }
    form.append("file", file, file.name);
    return ask("/sim/upload", { method: "POST", body: form });
  },
};

const KINDS = ["message", "edit", "delete", "pin", "chat", "user", "clock", "answer", "typing", "reset"];

/**
 * Follow the sandbox for as long as the page lives. After every (re)connection the whole state is read again, since
 * events missed in between are not repeated; events that arrive while it is being read are applied after it.
 */
export function follow({ onState, onEvent, onLink }) {
  let pause = 500;
  const again = () => {
    onLink(false);
    setTimeout(connect, pause);
    pause = Math.min(pause * 2, 5000);
  };
  function connect() {
    const source = new EventSource("/sim/events");
    let waiting = [];
    const load = async () => {
      waiting ??= [];
      try {
        onState(await sim.state());
      } catch {
        source.close();
        again();
        return;
      }
      const held = waiting;
      waiting = null;
      held.forEach(([kind, data]) => onEvent(kind, data));
      pause = 500;
      onLink(true);
    };
    const take = (kind, data) => {
      if (kind === "reset") load();
      else if (waiting) waiting.push([kind, data]);
      else onEvent(kind, data);
    };
    source.onopen = load;
    source.onerror = () => {
      source.close();
      again();
    };
    for (const kind of KINDS) source.addEventListener(kind, (event) => take(kind, JSON.parse(event.data || "{}")));
  }
  connect();
}
