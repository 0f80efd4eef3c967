// The inbox: what the bot sent by mail, in place of a mail server.

import { $, dialog, make } from "./dom.js";
import { ask } from "./server.js";
import { locale, t } from "./words.js";

export const mail = {
  fresh: 0,

  ready({ follow, toast }) {
    Object.assign(this, { follow, toast });
    $("show-mail").addEventListener("click", () => this.list().catch((error) => toast(error.message)));
    this.draw();
  },

  arrived(event) {
    this.fresh += 1;
    this.draw();
    this.toast(`${t("mailCame")} ${event.mail.subject}`);
  },

  draw() {
    $("fresh").textContent = this.fresh || "";
  },

  async list() {
    const { mails } = await ask("mails");
    this.fresh = 0;
    this.draw();
    const rows = mails.map((one) => make("button", { type: "button", class: "letter", onclick: () => this.read(one) },
      make("b", {}, one.subject),
      make("small", {}, `${one.to} · ${new Date(one.at * 1000).toLocaleString(locale())}`)));
    this.show(t("mails"), rows.length ? rows : [make("p", { class: "none" }, t("none"))]);
  },

  read(one) {
    const links = [...new Set(one.links)].map((url) => make("button", {
      type: "button", class: "strong", onclick: () => {
        this.box.close();
        this.follow(url);
      },
    }, t("openLink")));
    this.show(one.subject, [
      make("small", {}, `${one.from} → ${one.to}`),
      make("iframe", { class: "page", src: `/sim/mails/${one.number}`, title: one.subject, sandbox: "" }),
    ], links);
  },

  show(title, body, links = []) {
    this.box?.close();
    this.box = dialog({ class: "mailbox" }, make("h2", {}, title), ...body,
      make("div", { class: "choices" }, make("button", { class: "quiet" }, t("close")), ...links));
  },
};
