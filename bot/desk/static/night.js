// In the night rest ordinary lines wait until morning: the page says so, by the clock of China.

const EVERY = 20000;

function clock() {
  const shown = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return shown.format(new Date());
}

export function watchNight(note) {
  if (!note) return;
  const { begin, end } = note.dataset;
  const show = () => {
    const now = clock();
    const night = begin <= end ? begin <= now && now < end : now >= begin || now < end;
    if (note.hidden === night) note.hidden = !night;
  };
  show();
  setInterval(show, EVERY);
}
