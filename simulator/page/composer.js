// Writing: text, commands, files, places, the bot's reply keyboard.

import { $, ask_in_dialog, field, make, popup } from "./dom.js";
import { upload } from "./server.js";
import { t } from "./words.js";

const LARGEST_SIDE = 2560;
const TOWNS = {
  Paris: [48.8566, 2.3522], Lyon: [45.764, 4.8357], Marseille: [43.2965, 5.3698], Bordeaux: [44.8378, -0.5792],
  Lille: [50.6292, 3.0573], Nantes: [47.2184, -1.5536], Strasbourg: [48.5734, 7.7521], Toulouse: [43.6047, 1.4442],
};

// A picture as a phone sends it: a JPEG, not larger than the largest side. Null when the browser cannot read it.
async function asPhoto(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.type === "image/jpeg" && file.size < 10 << 20) return file;
    const canvas = make("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return null;
  }
}

export function composer({ state, deed, toast, person, reveal }) {
  const text = $("text");
  let quoted = null;
  let editing = null;
  let keys = null;
  let chosen = -1;

  // Sending text

  async function send() {
    const words = text.value.trim();
    if (!words) return;
    text.value = "";
    grow();
    hideMenu();
    const [reply, edited] = [quoted, editing];
    endQuote();
    const done = edited ? await deed("edit", { text: words, message_id: edited.id })
      : await deed("say", { text: words, ...(reply ? { reply_to: reply.id } : {}) });
    // What did not go is not lost.
    if (done.update_id === undefined && !text.value) {
      text.value = words;
      grow();
    }
  }

  function grow() {
    text.style.height = "auto";
    if (text.scrollHeight) text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
    $("composer").classList.toggle("filled", Boolean(text.value.trim()));
  }

  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    text.focus();
  });
  text.addEventListener("input", () => {
    grow();
    suggest();
  });
  text.addEventListener("keydown", (event) => {
    if (menuKeys(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      endQuote();
    } else if (event.key === "ArrowUp" && !text.value) {
      const mine = state.chat.messages.filter((one) => !one.from_bot && one.text).at(-1);
      if (mine) {
        event.preventDefault();
        edit(mine);
      }
    }
  });

  // Replying and editing

  function quote(title, message) {
    $("quote-title").textContent = title;
    $("quote-text").textContent = (message.text || t("photo")).slice(0, 120);
    $("quote").hidden = false;
    text.focus();
  }

  function reply(message) {
    endQuote();
    quoted = message;
    quote(`${t("reply")} · ${message.sender}`, message);
  }

  function edit(message) {
    editing = message;
    text.value = message.text;
    grow();
    quote(t("editing"), message);
  }

  function endQuote() {
    if (editing) text.value = "";
    quoted = editing = null;
    $("quote").hidden = true;
    grow();
  }

  $("quote-end").addEventListener("click", endQuote);
  $("quote").addEventListener("click", (event) => {
    const message = quoted ?? editing;
    if (message && !event.target.closest("button")) reveal(message.id);
  });

  // Commands

  function suggest(all = false) {
    const typed = text.value;
    if (!all && !/^\/\w*$/.test(typed)) return hideMenu();
    const start = all ? "" : typed.slice(1).toLowerCase();
    const found = (state.chat.commands ?? []).filter((one) => one.command.startsWith(start));
    if (!found.length) return hideMenu();
    chosen = all ? -1 : 0;
    $("menu").replaceChildren(...found.map((one, at) => make("button", {
      type: "button", role: "option", tabIndex: -1, "aria-selected": String(at === chosen),
      onclick: () => command(one.command),
    }, make("b", {}, `/${one.command}`), make("span", {}, one.description))));
    $("menu").hidden = false;
    $("commands").setAttribute("aria-expanded", "true");
    return undefined;
  }

  function hideMenu() {
    $("menu").hidden = true;
    $("commands").setAttribute("aria-expanded", "false");
  }

  function command(name) {
    text.value = "";
    grow();
    hideMenu();
    deed("say", { text: `/${name}` });
    text.focus();
  }

  function menuKeys(event) {
    if ($("menu").hidden) return false;
    const options = [...$("menu").children];
    if (event.key === "Escape") hideMenu();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      options.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
      options[chosen].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Tab" && chosen >= 0) {
      text.value = `${options[chosen].querySelector("b").textContent} `;
      hideMenu();
    } else if (event.key === "Enter" && chosen >= 0 && !event.shiftKey) {
      options[chosen].click();
    } else return false;
    event.preventDefault();
    return true;
  }

  $("commands").addEventListener("click", () => {
    if ($("menu").hidden) suggest(true);
    else hideMenu();
    text.focus();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#menu,#commands,#text")) hideMenu();
  });

  // Files

  async function offer(files, asFile) {
    const all = [...files];
    if (!all.length) return;
    if (all.length > 10) toast(t("tooMany"));
    const sent = all.slice(0, 10);
    const pictures = sent.every((one) => one.type.startsWith("image/"));
    const shown = sent.map((one) => (one.type.startsWith("image/")
      ? make("img", { src: URL.createObjectURL(one), alt: one.name }) : make("span", { class: "chip" }, one.name)));
    const given = await ask_in_dialog("", [
      make("div", { class: "preview" }, ...shown),
      field(t("caption"), "caption", { maxLength: 1024, autofocus: true }),
      pictures ? make("label", { class: "check" }, make("input", { type: "checkbox", name: "file", checked: asFile }),
        t("asFile")) : "",
    ], t("send"), t("cancel"));
    shown.forEach((one) => one.src && URL.revokeObjectURL(one.src));
    if (given) await deliver(sent, pictures && !given.get("file"), given.get("caption"));
  }

  async function deliver(files, photos, caption) {
    let sent = photos ? await Promise.all(files.map(asPhoto)) : files;
    if (sent.includes(null)) {
      toast(t("notPicture"));
      sent = files;
      photos = false;
    }
    const kind = sent.length > 1 ? "album" : photos ? "photo" : "document";
    const place = state.chat.private ? {} : { chat_id: state.chat.id };
    const reply = quoted ? { reply_to: quoted.id } : {};
    endQuote();
    document.body.classList.add("sending");
    try {
      await upload(`users/${state.who}/${kind}`, { ...place, ...reply, caption, as_files: !photos }, sent);
    } catch (error) {
      toast(error.message);
    } finally {
      document.body.classList.remove("sending");
    }
  }

  for (const [id, asFile] of [["pick-photo", false], ["pick-file", true]]) {
    $(id).addEventListener("change", () => {
      offer($(id).files, asFile);
      $(id).value = "";
    });
  }
  $("attach").addEventListener("click", () => popup($("attach"), [
    ["photo", t("photo"), () => $("pick-photo").click()],
    ["file", t("file"), () => $("pick-file").click()],
    ["pin", t("place"), sendPlace],
    ["person", t("contact"), () => deed("contact")],
    ["voice", t("voice"), () => deed("voice")],
    ["smile", t("sticker"), () => deed("sticker")],
  ]));
  text.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    offer(event.clipboardData.files, false);
  });
  let over = 0;
  const dragged = (event) => event.dataTransfer?.types.includes("Files");
  $("chat").addEventListener("dragenter", (event) => {
    if (!dragged(event)) return;
    over += 1;
    $("drop").hidden = false;
  });
  $("chat").addEventListener("dragover", (event) => dragged(event) && event.preventDefault());
  $("chat").addEventListener("dragleave", (event) => {
    if (!dragged(event)) return;
    over -= 1;
    $("drop").hidden = over > 0 ? false : true;
  });
  $("chat").addEventListener("drop", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    over = 0;
    $("drop").hidden = true;
    offer(event.dataTransfer.files, false);
  });

  // Places

  async function sendPlace() {
    const [latitude, longitude] = ["latitude", "longitude"].map((name, at) => make("input", {
      name, type: "number", step: "any", required: true, value: String(TOWNS.Paris[at]),
      min: at ? -180 : -90, max: at ? 180 : 90,
    }));
    const fill = (values) => {
      [latitude.value, longitude.value] = values.map(String);
    };
    const town = make("select", { onchange: () => fill(TOWNS[town.value]) },
      ...Object.keys(TOWNS).map((name) => make("option", {}, name)));
    const mine = make("button", {
      type: "button", class: "quiet",
      onclick: () => navigator.geolocation?.getCurrentPosition(
        ({ coords }) => fill([coords.latitude, coords.longitude]), (error) => toast(error.message)),
    }, t("mine"));
    const given = await ask_in_dialog(t("place"), [
      make("label", { class: "field" }, t("town"), town),
      make("div", { class: "pair" }, make("label", { class: "field" }, t("latitude"), latitude),
        make("label", { class: "field" }, t("longitude"), longitude)),
      mine,
    ], t("sendPlace"), t("cancel"));
    if (given) await deed("location", { latitude: Number(given.get("latitude")), longitude: Number(given.get("longitude")) });
  }

  // The bot's keyboard

  function keyboard(given, message) {
    if (message?.keyboard?.force_reply) reply(message);
    const fresh = given !== keys;
    keys = given?.keyboard ? given : null;
    const rows = keys?.keyboard ?? [];
    $("keys").replaceChildren(...rows.map((row) => make("div", { class: "row" }, ...row.map((key) => {
      const label = key.text ?? key;
      return make("button", { type: "button", class: `key ${key.style ?? ""}`, onclick: () => pressKey(key, label) }, label);
    }))));
    $("toggle-keys").hidden = !keys;
    if (fresh) $("keys").hidden = !keys;
    if (!keys) $("keys").hidden = true;
    text.placeholder = keys?.input_field_placeholder || message?.keyboard?.input_field_placeholder || t("message");
  }

  async function pressKey(key, label) {
    if (key.request_location) await sendPlace();
    else if (key.request_contact) await deed("contact");
    else await deed("say", { text: label });
    if (keys?.one_time_keyboard) $("keys").hidden = true;
  }

  $("toggle-keys").addEventListener("click", () => { $("keys").hidden = !$("keys").hidden; });

  // START, unblock, deep links

  function show() {
    const { chat } = state;
    const closed = chat.blocked || (chat.private && !chat.started);
    $("composer").hidden = closed;
    $("big").hidden = !closed;
    $("big").textContent = chat.blocked ? t("unblock") : t("start");
    $("commands").hidden = !chat.commands?.length;
    grow();
  }

  $("big").addEventListener("click", async () => {
    if (state.chat.blocked) return deed("unblock");
    state.chat.started = true;
    show();
    await deed("start");
    return text.focus();
  });

  return {
    reply,
    edit,
    show,
    keyboard,
    open() {
      endQuote();
      hideMenu();
      keyboard(state.chat.keyboard, state.chat.messages.findLast((one) => one.from_bot));
      show();
      if (matchMedia("(pointer: fine)").matches) text.focus({ preventScroll: true });
    },
    async deepLink() {
      const given = await ask_in_dialog(t("deepLink"), [
        field(t("parameter"), "parameter", { pattern: "[A-Za-z0-9_\\-]{0,64}", placeholder: `t.me/${state.bot.username}?start=…`, autofocus: true }),
      ], t("ok"), t("cancel"));
      if (given) await deed("start", { parameter: given.get("parameter") });
    },
    who: person,
  };
}
