// The page: who is there, which chat is open, and what happens in it.

import { bubble, copy } from "./bubbles.js";
import { composer } from "./composer.js";
import { $, avatar, commandLinks, dialog, make, paint, popup, rich } from "./dom.js";
import { mail } from "./mail.js";
import { ask, listen } from "./server.js";
import { clock, log, people } from "./side.js";
import { locale, speak, t } from "./words.js";

const state = { users: [], groups: [], bot: {}, chat: null, unread: new Map(), answered: new Set(), waiting: new Map() };
const stream = $("stream");
let alive = 0;
let stick = true;

// Who speaks, and where

const person = () => state.users.find((one) => one.id === state.who);
const place = () => (state.chat.private ? {} : { chat_id: state.chat.id });

async function deed(name, payload = {}) {
  try {
    return await ask(`users/${state.who}/${name}`, { ...place(), ...payload });
  } catch (error) {
    toast(error.message);
    return {};
  }
}

const chat = {
  get group() { return !state.chat.private; },
  deed,
  say: (text) => deed("say", { text }),
  press,
  menu,
  quote(id) {
    const quoted = state.chat.messages.find((one) => one.id === id);
    const words = quoted?.text || (quoted?.photo ? t("photo") : t("message"));
    return make("button", { type: "button", class: "quoted", onclick: () => reveal(id) },
      make("b", {}, quoted?.sender ?? ""), make("span", {}, words.slice(0, 90)));
  },
};

function reveal(id) {
  const node = stream.querySelector(`[data-id="${id}"]`);
  node?.scrollIntoView({ block: "center", behavior: "smooth" });
  node?.classList.add("lit");
  setTimeout(() => node?.classList.remove("lit"), 1200);
}

// Taps: the button turns until the bot answers

async function press(message, button, row, column, node) {
  if (["url", "web_app"].includes(button.kind)) return follow(button.value);
  if (button.kind === "copy_text") {
    await copy(button.value);
    return toast(t("copied"));
  }
  if (node.classList.contains("turning")) return undefined;
  node.classList.add("turning");
  const { query_id: query } = await deed("tap", { message_id: message.id, row, column });
  if (!query || state.answered.has(query)) return node.classList.remove("turning");
  const late = setTimeout(() => {
    node.classList.remove("turning");
    toast(t("late"));
  }, 20000);
  state.waiting.set(query, () => {
    clearTimeout(late);
    node.classList.remove("turning");
  });
  return undefined;
}

function follow(url) {
  const own = new RegExp(`^https://t\\.me/${state.bot.username}\\?start=([\\w-]*)`, "i").exec(url);
  if (own) return deed("start", { parameter: own[1] });
  if (url.startsWith("https://t.me/$")) return deed("pay", { link: url });
  return window.open(url, "_blank", "noopener");
}

function menu(message, event) {
  if (event.target.closest("a,button") && event.type !== "keydown") return;
  event.preventDefault();
  if (event.type === "dblclick") getSelection().removeAllRanges();
  const at = event.clientX ? { left: event.clientX, bottom: event.clientY, top: event.clientY } : event.target;
  const own = !message.from_bot && state.chat.private && message.text;
  popup(at, [
    ["", t("reply"), () => desk.reply(message)],
    message.text ? ["", t("copy"), () => copy(message.text).then(() => toast(t("copied")))] : null,
    own ? ["", t("edit"), () => desk.edit(message)] : null,
  ]);
}

let toastEnd = 0;

function toast(words, alert = false) {
  if (!words) return;
  if (alert) {
    dialog({}, make("p", { class: "alert" }, words),
      make("div", { class: "choices" }, make("button", { class: "strong" }, t("ok"))));
    return;
  }
  clearTimeout(toastEnd);
  $("toast").textContent = words;
  $("toast").hidden = false;
  toastEnd = setTimeout(() => { $("toast").hidden = true; }, 3200);
}

// The stream of messages

function day(unix) {
  const date = new Date(unix * 1000);
  const now = clock.now();
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(locale(), { weekday: "short", day: "numeric", month: "long", year });
}

function dayOf(message) {
  return new Date(message.date * 1000).toDateString();
}

function append(message, before) {
  if (!before || dayOf(before) !== dayOf(message)) stream.append(make("p", { class: "day" }, day(message.date)));
  const album = message.media_group_id
    && stream.querySelector(`article[data-group="${message.media_group_id}"] .photo`)?.closest("article");
  const node = bubble(message, chat);
  if (before && before.from_bot === message.from_bot && message.date - before.date < 120) node.classList.add("near");
  stream.append(node);
  if (album && message.photo) joinAlbum(album, node);
  return node;
}

// The photos of an album lie together in the first one's bubble.
function joinAlbum(album, node) {
  const holder = album.querySelector(".bubble");
  let grid = holder.querySelector(".album");
  if (!grid) {
    grid = make("div", { class: "album" });
    holder.querySelector(".photo").before(grid);
    grid.append(holder.querySelector(".photo"));
  }
  grid.append(node.querySelector(".photo"));
  node.classList.add("joined");
}

function redraw() {
  stream.replaceChildren();
  const { messages } = state.chat;
  messages.forEach((message, at) => append(message, messages[at - 1]));
  if (!messages.length) stream.append(welcome());
  toEnd();
}

function welcome() {
  const words = rich("");
  words.textContent = state.chat.description || t("nothing");
  commandLinks(words, chat.say);
  return make("div", { class: "welcome" }, avatar(state.chat.bot_name ?? "?"),
    state.chat.description ? make("h2", {}, t("what")) : null, words);
}

function toEnd(smooth = false) {
  stream.scrollTo({ top: stream.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  stick = true;
  missed(0);
}

function missed(count) {
  state.missed = count;
  $("down").hidden = stick;
  $("missed").textContent = count || "";
}

stream.addEventListener("scroll", () => {
  stick = stream.scrollHeight - stream.scrollTop - stream.clientHeight < 60;
  missed(stick ? 0 : state.missed);
});
stream.addEventListener("load", () => stick && toEnd(), true);
new ResizeObserver(() => stick && toEnd()).observe(stream);
$("down").addEventListener("click", () => toEnd(true));

// Signs of life

const ACTIONS = { upload_photo: "sending", upload_document: "uploading", find_location: "searching" };

function status() {
  const active = alive > Date.now();
  $("status").textContent = active ? `${t(ACTIONS[state.action] ?? "typing")}…` : `@${state.bot.username}`;
  $("status").classList.toggle("alive", active);
}

function acts(action, seconds) {
  state.action = action;
  alive = Date.now() + seconds * 1000;
  status();
  setTimeout(status, seconds * 1000 + 50);
}

function draft(event) {
  let node = stream.querySelector(".draft");
  if (!node) {
    node = make("article", { class: "bot draft" }, make("div", { class: "bubble" }));
    stream.append(node);
  }
  const text = event.html ? rich(event.html) : make("span", { class: "dots" }, make("i"), make("i"), make("i"));
  node.firstChild.replaceChildren(text, make("span", { class: "foot" }, make("i", {}, t("preview"))));
  clearTimeout(state.draftEnd);
  state.draftEnd = setTimeout(() => node.remove(), 30000);
  if (stick) toEnd();
}

// What happens

// One thing after the other: what happens while a chat is being read waits until it is shown. What was read may be
// older than that, and would put it out of sight again.
let turn = Promise.resolve();
const inTurn = (act) => {
  turn = turn.then(act).catch((error) => toast(error.message));
  return turn;
};

const happens = {
  message(event) {
    const { message } = event;
    if (event.chat_id !== state.chat?.id) return unread(event);
    // The chat was read after this happened, and it is there.
    if (state.chat.messages.some((one) => one.id === message.id)) return happens.edit(event);
    const before = state.chat.messages.at(-1);
    if (!before) stream.replaceChildren();
    if (message.from_bot) stream.querySelector(".draft")?.remove();
    state.chat.messages.push(message);
    state.chat.started = event.started;
    append(message, before).classList.add("new");
    if (message.from_bot) acts("", 0);
    desk.keyboard(event.keyboard, message);
    if (stick || !message.from_bot) toEnd();
    else missed(state.missed + 1);
    if (message.effect_id) burst(message.effect_id);
    return desk.show();
  },
  edit(event) {
    if (event.chat_id !== state.chat?.id) return;
    const { messages } = state.chat;
    const at = messages.findIndex((one) => one.id === event.message.id);
    if (at < 0) return;
    messages[at] = event.message;
    const old = stream.querySelector(`[data-id="${event.message.id}"]`);
    if (event.message.media_group_id) return redraw();
    const node = bubble(event.message, chat);
    node.classList.toggle("near", old.classList.contains("near"));
    old.replaceWith(node);
    if (stick) toEnd();
  },
  delete(event) {
    if (event.chat_id !== state.chat?.id) return;
    state.chat.messages = state.chat.messages.filter((one) => one.id !== event.message_id);
    stream.querySelector(`[data-id="${event.message_id}"]`)?.remove();
  },
  toast(event) {
    state.answered.add(event.query_id);
    state.waiting.get(event.query_id)?.();
    state.waiting.delete(event.query_id);
    if (event.chat_id !== state.chat?.id || event.user_id !== state.who) return;
    toast(event.text, event.alert);
    if (event.url) follow(event.url);
  },
  action: (event) => event.chat_id === state.chat?.id && acts(event.action, 5),
  draft: (event) => event.chat_id === state.chat?.id && draft(event),
  mail: (event) => mail.arrived(event),
  request: (event) => log.add(event, state),
  clock: (event) => clock.set(event),
  user: () => refresh(),
  group: () => refresh(),
  profile: () => open(state.chat.id),
  blocked: (event) => event.chat_id === state.chat?.id && open(state.chat.id),
  left: () => refresh(),
  reset: () => refresh(true),
};

function burst(effect) {
  const signs = {
    "5104841245755180586": "🔥", "5107584321108051014": "👍", "5104858069142078462": "👎",
    "5159385139981059251": "❤️", "5046509860389126442": "🎉", "5046589136895476101": "💩",
  };
  const node = make("span", { class: "burst", "aria-hidden": "true" }, signs[effect] ?? "✨");
  $("chat").append(node);
  node.addEventListener("animationend", () => node.remove());
}

function unread(event) {
  if (!event.message.from_bot) return;
  state.unread.set(event.chat_id, (state.unread.get(event.chat_id) ?? 0) + 1);
  people.draw(state);
}

// Opening

// Somebody who speaks the browser's language, so that whoever opens the page reads it in theirs.
function somebody(users) {
  const spoken = navigator.languages.map((one) => one.slice(0, 2));
  const language = spoken.find((one) => users.some((user) => user.lang === one));
  return users.find((user) => user.lang === language) ?? users[0];
}

async function open(id, who) {
  const shown = await ask(`chats/${id}`);
  state.chat = shown;
  state.who = who ?? (shown.private ? id : (shown.members.includes(state.who) ? state.who : shown.members[0]));
  state.unread.delete(id);
  speak(person().lang);
  const title = shown.private ? shown.bot_name : shown.title;
  $("bot-name").textContent = title;
  paint($("bot-avatar"), title);
  document.title = `${person().name} · ${title}`;
  if (shown.private) history.replaceState(null, "", `/?user=${encodeURIComponent(person().name)}&lang=${person().lang}`);
  state.missed = 0;
  acts("", 0);
  redraw();
  people.draw(state);
  clock.draw();
  desk.open(state);
}

async function refresh(fresh = false) {
  if (!state.chat) return; // still opening for the first time
  const read = await ask("state");
  Object.assign(state, { users: read.users, groups: read.groups, bot: read.bot });
  clock.set(read.clock);
  const ids = [...read.users, ...read.groups].map((one) => one.id);
  if (fresh || !ids.includes(state.chat?.id)) await open(somebody(read.users).id);
  else people.draw(state);
}

async function begin() {
  const read = await ask("state");
  Object.assign(state, { users: read.users, groups: read.groups, bot: read.bot });
  clock.set(read.clock);
  const asked = new URLSearchParams(location.search);
  const name = asked.get("user");
  const first = name ? await ask("users", { name, lang: asked.get("lang") ?? "fr" }) : somebody(read.users);
  if (!state.users.some((one) => one.id === first.id)) state.users.push(first);
  await open(first.id);
  await log.read(state);
}

const desk = composer({ state, deed, toast, person, reveal });
people.ready({ state, open: (id) => inTurn(() => open(id)), toast });
mail.ready({ follow, toast });
clock.ready(toast, () => state.chat && redraw());
log.ready(state);

listen(
  (event) => inTurn(() => happens[event.type]?.(event)),
  (linked) => {
    $("link").hidden = linked;
    if (linked) inTurn(() => (state.chat ? refresh().then(() => open(state.chat.id, state.who)) : begin()));
  },
);
$("more").addEventListener("click", () => popup($("more"), [
  ["", t("deepLink"), () => desk.deepLink()],
  state.chat?.private ? ["", state.chat.blocked ? t("unblock") : t("block"),
    () => deed(state.chat.blocked ? "unblock" : "block")] : null,
]));
