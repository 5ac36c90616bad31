// One event stream, resumed where it broke off, soon after it did (browsers take their time). A hidden page lets go of it, so that many open
// tabs do not use up the browser's connections, and takes it up again when it is looked at.

const PAUSE = 2000;

export async function insist(work) {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resume) => setTimeout(resume, PAUSE));
    }
  }
}

export function follow({ url, mark, on, state }) {
  let source = null;
  let again = 0;

  function open() {
    clearTimeout(again);
    if (source || document.hidden) return;
    source = new EventSource(url(mark));
    source.onopen = () => state("live");
    source.onerror = () => {
      state("lost");
      close();
      again = setTimeout(open, PAUSE);
    };
    for (const [name, handle] of Object.entries(on)) {
      source.addEventListener(name, (event) => {
        mark = event.lastEventId || mark;
        handle(JSON.parse(event.data));
      });
    }
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
