// The simulated groups: who speaks, what was said, and saying something.

import { copy } from "./fill.js";

const BOT = "bot";

export function makeChat({ words, arrived }) {
  const strip = document.querySelector(".strip");
  const panes = [...document.querySelectorAll(".room")].map((node) => makePane(node));
  let world = { bot: { name: "" }, groups: [], members: [] };
  let members = new Map();
  let posts = new Map();
  let speaker = null;
  let loaded = 0;

  function phrase(name, ...values) {
    const text = document.getElementById("phrases").content.querySelector(`[data-phrase="${name}"]`).textContent;
    return values.reduce((line, value) => line.replace("%s", () => value), text);
  }

  const roleOf = (id) => (id === null ? BOT : members.get(id)?.role ?? "");
  const nameOf = (id) => (id === null ? world.bot.name : members.get(id)?.name ?? "");
  const initial = (name) => [...name][0] ?? "";
  const privateRoom = (id) => `private:${id}`;
  const describe = (member) => [words.roles[member.role] ?? member.role, member.note].filter(Boolean).join(" · ");

  // ------------------------------------------------------------ people

  function showPeople() {
    strip.replaceChildren(...world.members.map((member) => {
      const node = copy("person");
      node.dataset.role = member.role;
      node.dataset.member = member.id;
      node.title = `${member.name} · ${describe(member)}`;
      node.querySelector("input").value = member.id;
      node.querySelector(".avatar").textContent = initial(member.name);
      node.querySelector(".name").textContent = member.name;
      node.querySelector(".role").textContent = words.roles[member.role] ?? member.role;
      return node;
    }));
  }

  function speakAs(id) {
    speaker = members.get(id) ?? world.members[0] ?? null;
    if (!speaker) return;
    const person = [...strip.children].find((node) => node.dataset.member === speaker.id);
    person.querySelector("input").checked = true;
    person.querySelector(".unread").hidden = true;
    reveal(person);
    try { sessionStorage.setItem("speaker", speaker.id); } catch { /* a page without storage forgets */ }
    for (const pane of panes) pane.refresh();
  }

  // Not scrollIntoView: it would also move the point from which the Tab key goes on.
  function reveal(person) {
    const box = person.getBoundingClientRect();
    const frame = strip.getBoundingClientRect();
    strip.scrollLeft += Math.max(0, box.right + 40 - frame.right) + Math.min(0, box.left - 8 - frame.left);
    strip.scrollTop += Math.max(0, box.bottom - frame.bottom) + Math.min(0, box.top - frame.top);
  }

  strip.addEventListener("change", (event) => speakAs(event.target.value));

  // ------------------------------------------------------------- panes

  function makePane(node) {
    const kind = node.dataset.kind;
    const form = node.querySelector("form");
    const text = node.querySelector("textarea");
    const log = node.querySelector(".log");
    const list = node.querySelector(".posts");
    const choice = node.querySelector(".room-choice select");
    const picture = node.querySelector("button.picture");
    const file = node.querySelector("input.file");
    const at = node.querySelector("button.at");
    let quoted = null;
    let room = null;
    let atEnd = true;

    const here = () => speaker !== null && (kind === "private" || speaker.groups.includes(room));
    const firstHere = () => world.members.find((member) => member.groups.includes(room));

    function rooms() {
      return kind === "private" ? [] : world.groups.filter((group) => group.kind === kind);
    }

    function refresh() {
      const groups = rooms();
      if (kind !== "private" && !groups.some((group) => group.id === room)) room = groups[0]?.id ?? null;
      const before = list.dataset.room;
      if (kind === "private") room = speaker ? privateRoom(speaker.id) : null;
      list.dataset.room = room ?? "";
      choice.parentElement.hidden = groups.length < 2;
      choice.replaceChildren(...groups.map((group) => new Option(group.name, group.id, false, group.id === room)));
      node.querySelector(".room-name").textContent = kind === "private"
        ? (speaker ? phrase("with", speaker.name) : "")
        : (groups.length === 1 ? groups[0].name : "");
      if (before !== list.dataset.room) quote(null);
      showComposer();
      showAll();
    }

    function showComposer() {
      const able = here();
      for (const control of [text, picture, at, form.querySelector(".send")]) if (control) control.disabled = !able;
      text.placeholder = able ? phrase("speak", speaker.name) : "";
      if (at) at.textContent = `@${world.bot.name}`;
      const elsewhere = node.querySelector(".elsewhere");
      const instead = firstHere();
      elsewhere.hidden = able || !speaker;
      form.hidden = !elsewhere.hidden;
      elsewhere.querySelector("button").hidden = !instead;
      if (!elsewhere.hidden) {
        elsewhere.querySelector("span").textContent = phrase("absent", speaker.name);
        elsewhere.querySelector("button").textContent = instead ? phrase("switch", instead.name) : "";
      }
    }

    function showAll() {
      const said = [...posts.values()].filter((post) => post.room === room).sort((a, b) => a.number - b.number);
      list.replaceChildren(...said.map((post) => bubble(post, false)));
      node.querySelector(".empty").hidden = said.length > 0;
      toEnd();
    }

    function toEnd() {
      atEnd = true;
      log.scrollTop = log.scrollHeight;
    }

    function add(post) {
      if (post.room !== room) return false;
      const next = [...list.children].find((other) => Number(other.dataset.number) > post.number) ?? null;
      list.insertBefore(bubble(post, true), next);
      node.querySelector(".empty").hidden = true;
      if (atEnd || post.sender === speaker?.id) toEnd();
      return true;
    }

    function bubble(post, fresh) {
      const item = copy("post");
      item.dataset.number = post.number;
      item.dataset.role = roleOf(post.sender);
      item.dataset.external = post.external_id;
      item.classList.toggle("mine", post.sender !== null && post.sender === speaker?.id);
      item.classList.toggle("fresh", fresh);
      item.querySelector(".avatar").textContent = initial(nameOf(post.sender));
      item.querySelector(".name").textContent = nameOf(post.sender);
      item.querySelector(".role").textContent = post.sender === null ? "" : describe(members.get(post.sender) ?? { role: "", note: "" });
      const time = item.querySelector("time");
      time.dateTime = post.at;
      time.textContent = post.at.slice(11, 16);
      const original = post.quoted ? posts.get(post.quoted) : null;
      if (original) {
        const line = item.querySelector(".quoted");
        line.hidden = false;
        line.textContent = phrase("said", nameOf(original.sender), gist(original));
      }
      const body = item.querySelector(".text");
      for (const name of post.mentions) {
        const mention = document.createElement("span");
        mention.className = "mention";
        mention.textContent = `@${name} `;
        body.append(mention);
      }
      body.append(post.text);
      item.querySelector(".bubble .picture").hidden = !post.picture;
      if (post.image) {
        const image = item.querySelector(".bubble .picture img");
        image.hidden = false;
        image.src = `/simulator/pictures/${encodeURIComponent(post.image)}`;
      }
      return item;
    }

    function gist(post) {
      return post.text.slice(0, 80) || (post.picture ? phrase("picture") : "");
    }

    function quote(post) {
      quoted = post ? post.external_id : null;
      node.querySelector(".reply").hidden = !post;
      node.querySelector(".reply-text").textContent = post ? phrase("quoting", nameOf(post.sender), gist(post)) : "";
    }

    function trouble(code) {
      const line = node.querySelector(".say .trouble");
      line.hidden = !code;
      line.textContent = code ? words.troubles[code] ?? words.troubles.network : "";
    }

    async function send() {
      const wish = { room, sender: speaker.id, text: text.value, quoted };
      const chosen = file.files[0] ?? null;
      if (!wish.text.trim() && !chosen) return trouble("empty");
      const button = form.querySelector(".send");
      button.disabled = true;
      const code = (chosen ? await hang(chosen, wish) : null) ?? await deliver(wish);
      button.disabled = !here();
      trouble(code);
      if (code) return text.focus();
      if (text.value === wish.text) text.value = "";
      choose(null);
      quote(null);
      return text.focus();
    }

    log.addEventListener("scroll", () => {
      atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    });
    new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(log);
    form.addEventListener("submit", (event) => { event.preventDefault(); if (here()) send(); });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!form.querySelector(".send").disabled) form.requestSubmit();
    });
    text.addEventListener("input", () => trouble(null));
    function choose(chosen) {
      if (!chosen) file.value = "";
      picture.setAttribute("aria-pressed", String(Boolean(chosen)));
      picture.title = chosen ? chosen.name : "";
    }

    picture.addEventListener("click", () => {
      if (file.files.length > 0) choose(null);
      else file.click();
    });
    file.addEventListener("change", () => { choose(file.files[0] ?? null); trouble(null); });
    at?.addEventListener("click", () => {
      text.value = `@${world.bot.name} ${text.value}`;
      text.focus();
    });
    choice.addEventListener("change", () => { room = choice.value; refresh(); });
    node.querySelector(".unquote").addEventListener("click", () => { quote(null); text.focus(); });
    node.querySelector(".elsewhere button").addEventListener("click", () => { speakAs(firstHere().id); text.focus(); });
    list.addEventListener("click", (event) => {
      const button = event.target.closest(".quote");
      if (!button || !here()) return;
      quote(posts.get(button.closest(".post").dataset.external) ?? null);
      text.focus();
    });

    return { kind, refresh, add };
  }

  // ------------------------------------------------------------ traffic

  // Puts the name of the picture into the wish; what went wrong, or null.
  async function hang(chosen, wish) {
    try {
      const answer = await fetch("/simulator/pictures", {
        method: "POST",
        headers: { "Content-Type": chosen.type || "image/unknown" },
        body: chosen,
      });
      const told = await answer.json();
      if (!answer.ok) return told.error;
      wish.image = told.image;
      return null;
    } catch {
      return "network";
    }
  }

  async function deliver(wish) {
    try {
      const answer = await fetch("/simulator/say", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(wish),
      });
      return answer.ok ? null : (await answer.json()).error;
    } catch {
      return "network";
    }
  }

  function post(value) {
    if (posts.has(value.external_id)) return;
    posts.set(value.external_id, value);
    for (const pane of panes) if (pane.add(value)) arrived(pane.kind);
    const owner = value.room.startsWith("private:") ? value.room.slice(8) : null;
    if (owner && value.sender === null && owner !== speaker?.id) {
      const person = [...strip.children].find((node) => node.dataset.member === owner);
      if (person) person.querySelector(".unread").hidden = false;
    }
  }

  async function load() {
    const turn = ++loaded;
    const answer = await fetch("/simulator/state");
    if (!answer.ok) throw new Error(`state ${answer.status}`);
    const state = await answer.json();
    if (turn !== loaded) return state.position;
    world = state;
    members = new Map(world.members.map((member) => [member.id, member]));
    posts = new Map(world.posts.map((said) => [said.external_id, said]));
    showPeople();
    let last = speaker?.id ?? null;
    try { last = last ?? sessionStorage.getItem("speaker"); } catch { /* see above */ }
    speakAs(last);
    return state.position;
  }

  return { load, post };
}
