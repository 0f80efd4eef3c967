// Small tools for building the page.

export const $ = (id) => document.getElementById(id);

export function make(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key in node && key !== "list" && key !== "role") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

const HUES = [172, 262, 18, 330, 205, 92, 42, 292];

export function paint(node, name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  node.style.setProperty("--hue", HUES[sum % HUES.length]);
  node.textContent = [...name.trim()][0]?.toUpperCase() ?? "?";
  return node;
}

export const avatar = (name) => paint(make("span", { class: "avatar", "aria-hidden": "true" }), name);

// Text with the marks of the Bot API; links go out only to where a link may lead.
export function rich(html) {
  const box = make("div", { class: "text", dir: "auto" });
  box.innerHTML = html;
  for (const link of box.querySelectorAll("a")) {
    if (!/^(https?|mailto|tel|tg|ton):/.test(link.getAttribute("href") ?? "")) link.removeAttribute("href");
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  // A block stands on its own line already: the line breaks around it would be empty lines.
  for (const block of box.querySelectorAll("pre, blockquote")) {
    const [before, after] = [block.previousSibling, block.nextSibling];
    if (before?.nodeType === Node.TEXT_NODE) before.data = before.data.replace(/\n$/, "");
    if (after?.nodeType === Node.TEXT_NODE) after.data = after.data.replace(/^\n/, "");
  }
  for (const hidden of box.querySelectorAll("tg-spoiler")) {
    hidden.tabIndex = 0;
    hidden.setAttribute("role", "button");
    const show = () => hidden.classList.add("shown");
    hidden.addEventListener("click", show);
    hidden.addEventListener("keydown", (event) => event.key === "Enter" && show());
  }
  return box;
}

// Commands inside a text become buttons.
export function commandLinks(box, send) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a,code,pre")) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = text.data.split(/(?<![\w/<>.])(\/[A-Za-z0-9_]{1,64})(?![\w/.])/);
    if (parts.length < 2) continue;
    text.replaceWith(...parts.map((part, at) => (at % 2
      ? make("button", { type: "button", class: "command", onclick: () => send(part) }, part) : part)));
  }
}

export function popup(anchor, entries) {
  const box = $("popup");
  const at = anchor instanceof Element ? anchor.getBoundingClientRect() : anchor;
  box.replaceChildren(...entries.filter(Boolean).map(([name, label, act]) => make("button", {
    role: "menuitem", type: "button",
    onclick: () => {
      box.hidePopover();
      act();
    },
  }, name ? icon(name) : "", label)));
  box.showPopover();
  const { width, height } = box.getBoundingClientRect();
  const under = at.bottom + height + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  box.style.top = `${under ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
  box.querySelector("button")?.focus();
}

$("popup").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...$("popup").children];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
});

// Each has an element of its own: the end of one is told late, when the next may be open already.
export function dialog(options, ...children) {
  const box = make("dialog", {}, make("form", { method: "dialog", ...options }, ...children));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

// A question in a dialog; resolves with the form's values, or null when it was closed.
export function ask_in_dialog(title, body, yes, no) {
  const box = dialog({}, title ? make("h2", {}, title) : "", ...body, make("div", { class: "choices" },
    no ? make("button", { value: "", formNoValidate: true, class: "quiet" }, no) : "",
    make("button", { value: "yes", class: "strong" }, yes)));
  const form = box.firstChild;
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes" ? new FormData(form) : null));
  });
}

export const field = (label, name, options = {}) =>
  make("label", { class: "field" }, label, make("input", { name, ...options }));
