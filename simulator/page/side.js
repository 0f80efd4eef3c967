// Beside the chat: people, the clock, the log of the bot's requests.

import { $, ask_in_dialog, avatar, field, make } from "./dom.js";
import { ask } from "./server.js";
import { locale, t } from "./words.js";

export const people = {
  ready({ state, open, toast }) {
    this.open = open;
    $("add").addEventListener("click", async () => {
      const language = make("select", { name: "lang" }, make("option", { value: "fr" }, "Français"),
        make("option", { value: "en" }, "English"), make("option", { value: "es" }, "Español"));
      const given = await ask_in_dialog(t("addPerson"), [
        field(t("name"), "name", { required: true, maxLength: 40, autofocus: true }),
        make("label", { class: "field" }, t("language"), language),
      ], t("add"), t("cancel"));
      if (!given) return;
      try {
        const added = await ask("users", { name: given.get("name"), lang: given.get("lang") });
        if (!state.users.some((one) => one.id === added.id)) state.users.push(added);
        await open(added.id);
        $("text").focus();
      } catch (error) {
        toast(error.message);
      }
    });
  },

  draw(state) {
    const rows = [
      ...state.users.map((one) => [one.id, one.name, one.lang]),
      ...state.groups.map((one) => [one.id, one.title, t("group")]),
    ];
    $("people").replaceChildren(...rows.map(([id, name, detail]) => {
      const count = state.unread.get(id);
      return make("button", {
        type: "button", class: "person", "aria-current": id === state.chat?.id ? "true" : "false",
        onclick: () => this.open(id),
      }, avatar(name), make("span", { class: "names" }, make("b", {}, name), make("small", {}, detail)),
      count ? make("span", { class: "badge", "aria-label": `${count}` }, count > 99 ? "99+" : String(count)) : null);
    }));
    $("people").querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  },
};

export const clock = {
  offset: 0,

  ready(toast, moved) {
    this.moved = moved;
    setInterval(() => this.draw(), 1000);
    $("clock-face").addEventListener("click", () => {
      const shown = $("clock").classList.toggle("open");
      $("clock-face").setAttribute("aria-expanded", String(shown));
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("#clock")) $("clock").classList.remove("open");
    });
    $("clock-steps").addEventListener("click", async (event) => {
      const button = event.target.closest("button");
      const seconds = button?.id === "to-morning" ? this.to_morning() : Number(button?.dataset.seconds);
      if (!seconds) return;
      await ask("clock/advance", { seconds }).catch((error) => toast(error.message));
    });
  },

  now() {
    return new Date(Date.now() + this.offset);
  },

  // Seconds to the next 9 o'clock, when reminders come: at night the bot keeps quiet.
  to_morning() {
    const then = this.now();
    if (then.getHours() >= 9) then.setDate(then.getDate() + 1);
    then.setHours(9, 0, 0, 0);
    return Math.ceil((then - this.now()) / 1000);
  },

  set({ now, offset_seconds: seconds }) {
    const day = this.now().toDateString();
    this.offset = new Date(now).getTime() - Date.now();
    this.ahead = seconds;
    this.draw();
    if (this.now().toDateString() !== day) this.moved?.();
  },

  draw() {
    const now = this.now();
    const date = { weekday: "short", day: "numeric", month: "short" };
    if (now.getFullYear() !== new Date().getFullYear()) date.year = "numeric";
    if (innerWidth <= 720) delete date.weekday;
    const parts = [now.toLocaleDateString(locale(), date), now.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })];
    if ($("now").textContent !== parts.join(" ")) {
      $("now").replaceChildren(make("span", {}, parts[0]), " ", make("span", {}, parts[1]));
    }
    $("now").dateTime = now.toISOString();
    const hours = Math.round((this.ahead ?? 0) / 3600);
    const words = [[Math.floor(hours / 24), t("days")], [hours % 24, t("hours")]]
      .filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`).join(" ");
    $("offset").textContent = words ? `+${words}` : "";
    $("offset").title = words ? t("ahead", words) : "";
  },
};

const MOST = 300;

export const log = {
  ready(state) {
    const show = (shown) => {
      $("log").hidden = !shown;
      $("show-log").setAttribute("aria-expanded", String(shown));
      localStorage.setItem("log", shown ? "1" : "");
    };
    show(Boolean(localStorage.getItem("log")) && innerWidth >= 1000);
    $("show-log").addEventListener("click", () => show($("log").hidden));
    $("hide-log").addEventListener("click", () => show(false));
    $("only-chat").addEventListener("change", () => this.read(state));
  },

  async read(state) {
    const { requests, violations } = await ask("requests");
    $("requests").replaceChildren();
    requests.forEach((one) => this.add(one, state));
    this.wrong(violations);
    if (!requests.length) $("requests").append(make("li", { class: "none" }, t("none")));
  },

  wrong(violations) {
    $("violations").hidden = !violations.length;
    $("violations").textContent = t("violations", violations.length);
    $("violations").title = violations.slice(-20).join("\n");
  },

  add(request, state) {
    if ($("only-chat").checked && request.params.chat_id !== state.chat?.id) return;
    const list = $("requests");
    list.querySelector(".none")?.remove();
    const time = new Date(request.at * 1000).toLocaleTimeString(locale());
    const who = state.users.find((one) => one.id === request.params.chat_id)?.name ?? "";
    const words = request.params.text ?? request.params.caption ?? request.params.action ?? request.files?.join(", ") ?? "";
    const details = make("details", { class: request.ok ? "" : "failed" },
      make("summary", {}, make("span", { class: "dot" }), make("b", {}, request.method),
        make("time", {}, time), make("small", {}, [who, request.ok ? words : request.error].filter(Boolean).join(" · "))));
    details.addEventListener("toggle", () => {
      if (details.querySelector("pre")) return;
      const shown = request.files?.length ? { ...request.params, files: request.files } : request.params;
      details.append(make("pre", {}, JSON.stringify(shown, null, 2)),
        make("p", {}, request.ok ? `200 OK · ${request.milliseconds} ms` : request.error));
    });
    list.prepend(make("li", {}, details));
    while (list.children.length > MOST) list.lastChild.remove();
    if (!request.ok) ask("requests?limit=0").then((read) => this.wrong(read.violations)).catch(() => undefined);
  },
};

function theme(name) {
  document.documentElement.dataset.theme = name;
  localStorage.setItem("theme", name);
}

theme(localStorage.getItem("theme") ?? "");
$("theme").addEventListener("click", () => {
  const dark = getComputedStyle(document.documentElement).getPropertyValue("--is-dark").trim() === "1";
  const now = document.documentElement.dataset.theme;
  theme(now ? "" : dark ? "light" : "dark");
});
