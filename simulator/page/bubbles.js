// One message as a bubble.

import { commandLinks, icon, make, rich } from "./dom.js";
import { locale, t } from "./words.js";

export const fileUrl = (file) => `/sim/files/${encodeURIComponent(file.file_id)}`;

const size = (bytes) => (bytes < 1024 ? `${bytes} o` : bytes < 1 << 20
  ? `${Math.round(bytes / 1024)} ko` : `${(bytes / (1 << 20)).toFixed(1)} Mo`).replace(/o$/, locale() === "fr-FR" ? "o" : "B");

export const clockTime = (unix) =>
  new Date(unix * 1000).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });

const money = (bill) => (bill.currency === "XTR" ? `${bill.total_amount} ⭐`
  : new Intl.NumberFormat(locale(), { style: "currency", currency: bill.currency }).format(bill.total_amount / 100));

const WIDEST = 340;
const HIGHEST = 420;

// The width at which a photo fits its box without being cut; very narrow ones keep room for their caption.
const photoWidth = ({ width, height }) => Math.max(190, Math.min(WIDEST, width || WIDEST, (HIGHEST * width) / (height || 1) || WIDEST));

function picture(photo) {
  const image = make("img", { src: fileUrl(photo), alt: t("photo") });
  if (photo.width) image.style.aspectRatio = `${photo.width} / ${photo.height}`;
  return make("a", { class: "photo", href: fileUrl(photo), target: "_blank", rel: "noopener" }, image);
}

function attachment(file) {
  if (file.kind === "sticker") return make("div", { class: "sticker" }, file.emoji ?? "🏷️");
  if (file.kind === "voice") {
    const bars = make("span", { class: "bars" }, ...Array.from({ length: 22 }, (_, at) => {
      const bar = make("i");
      bar.style.height = `${5 + Math.round(13 * Math.abs(Math.sin(at * 1.7) * Math.cos(at * 0.6)))}px`;
      return bar;
    }));
    return make("div", { class: "voice", "aria-label": t("voice") }, icon("voice"), bars, `0:0${file.duration ?? 3}`);
  }
  return make("a", { class: "file", href: fileUrl(file), target: "_blank", download: file.mime_type === "application/pdf" ? false : file.file_name },
    make("span", { class: "sheet" }, icon("file")),
    make("span", {}, make("b", {}, file.file_name ?? file.kind), make("small", {}, size(file.file_size))));
}

function place(message) {
  const { latitude, longitude } = message.location;
  const map = make("div", { class: "map", "aria-hidden": "true" }, icon("pin"));
  map.style.backgroundPosition = `${(longitude * 997) % 60}px ${(latitude * 997) % 60}px`;
  const title = message.venue ? [make("b", {}, message.venue.title), make("small", {}, message.venue.address)]
    : [make("b", {}, t("place")), make("small", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`)];
  const link = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`;
  return make("a", { class: "place", href: link, target: "_blank", rel: "noopener" }, map, make("span", {}, ...title));
}

function bill(message, chat) {
  const { invoice } = message;
  const pay = make("button", {
    type: "button", class: "pay",
    onclick: () => chat.deed("pay", { message_id: message.id }),
  }, `${t("pay")} ${money(invoice)}`);
  return make("div", { class: "bill" }, make("b", {}, invoice.title), make("p", {}, invoice.description), pay);
}

function content(message, chat) {
  const parts = [];
  if (message.reply_to) parts.push(chat.quote(message.reply_to));
  if (message.photo) parts.push(picture(message.photo));
  if (message.document) parts.push(attachment(message.document));
  if (message.location) parts.push(place(message));
  if (message.invoice) parts.push(bill(message, chat));
  if (message.contact) {
    const { first_name: first, last_name: last, phone_number: phone } = message.contact;
    parts.push(make("div", { class: "file" }, make("span", { class: "sheet" }, icon("person")),
      make("span", {}, make("b", {}, [first, last].filter(Boolean).join(" ")), make("small", {}, phone))));
  }
  if (message.successful_payment) parts.push(make("div", { class: "paid" }, `✓ ${t("paid")} · ${money(message.successful_payment)}`));
  if (message.html) {
    const text = rich(message.html);
    commandLinks(text, chat.say);
    parts.push(text);
  }
  return parts;
}

function keyboard(message, chat) {
  return make("div", { class: "inline" }, ...message.buttons.map((row, rowAt) => make("div", { class: "row" },
    ...row.map((button, columnAt) => {
      const node = make("button", { type: "button", class: `key ${button.style}` }, make("span", {}, button.label));
      if (["url", "web_app"].includes(button.kind)) node.append(icon("out"));
      if (button.kind === "copy_text") node.classList.add("copies");
      node.addEventListener("click", () => chat.press(message, button, rowAt, columnAt, node));
      return node;
    }))));
}

function foot(message) {
  return make("span", { class: "foot" },
    message.pinned ? make("span", { title: t("pinned") }, "📌") : null,
    message.edited ? make("i", {}, t("edited")) : null,
    make("time", { dateTime: new Date(message.date * 1000).toISOString() }, clockTime(message.date)));
}

export function bubble(message, chat) {
  const side = message.from_bot ? "bot" : "me";
  const bare = message.document?.kind === "sticker" || (message.photo && !message.html);
  const inside = make("div", { class: `bubble${bare ? " bare" : ""}`, tabIndex: 0 },
    chat.group && !message.from_bot ? make("b", { class: "sender" }, message.sender) : null,
    ...content(message, chat), foot(message));
  if (message.photo) inside.style.width = `${photoWidth(message.photo)}px`;
  if (message.reaction) inside.append(make("span", { class: "reaction" }, message.reaction));
  const menu = (event) => chat.menu(message, event);
  inside.addEventListener("contextmenu", menu);
  inside.addEventListener("dblclick", menu);
  inside.addEventListener("keydown", (event) => event.target === inside && event.key === "Enter" && menu(event));
  return make("article", { class: side, data: { id: message.id, group: message.media_group_id ?? "" } },
    inside, message.buttons.length ? keyboard(message, chat) : null);
}

export async function copy(words) {
  await navigator.clipboard?.writeText(words).catch(() => undefined);
}
