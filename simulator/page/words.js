// The page's own words, in the language of the person who is shown.

const WORDS = {
  fr: {
    people: "Personnes", addPerson: "Ajouter une personne", theme: "Clair ou sombre", clock: "Horloge", hour: "+1 h",
    day: "+1 jour", week: "+1 sem.", month: "+1 mois", morning: "Au matin, 9 h",
    more: "Plus", log: "Requêtes du bot", onlyChat: "ce chat",
    messages: "Messages", newest: "Aller en bas", commands: "Commandes", cancel: "Annuler", attach: "Joindre",
    message: "Message", keyboard: "Clavier du bot", send: "Envoyer", close: "Fermer", reconnecting: "Reconnexion…",
    drop: "Déposez ici vos photos et fichiers", photo: "Photo", file: "Fichier", place: "Position",
    contact: "Contact", voice: "Message vocal", sticker: "Autocollant", bot: "bot", start: "Démarrer",
    unblock: "Débloquer", block: "Bloquer le bot", blocked: "Vous avez bloqué ce bot.", deepLink: "Lien profond…",
    parameter: "Paramètre de /start", what: "Que peut faire ce bot ?", nothing: "Aucun message pour l’instant.",
    name: "Prénom", language: "Langue", add: "Ajouter", ok: "OK", edited: "modifié", reply: "Répondre",
    copy: "Copier", copied: "Copié", edit: "Modifier", editing: "Modification", asFile: "Envoyer comme fichier",
    caption: "Légende", town: "Ville", mine: "Ma position réelle", latitude: "Latitude", longitude: "Longitude",
    pay: "Payer", paid: "Paiement", typing: "écrit", uploading: "envoie un fichier", sending: "envoie une photo",
    searching: "cherche un lieu", today: "Aujourd’hui", yesterday: "Hier", pinned: "Épinglé", you: "Vous",
    late: "le bot ne répond pas", none: "Rien pour l’instant.", violations: (n) => `${n} requête(s) non conforme(s)`,
    newGroup: "Nouveau groupe", group: "groupe", ahead: (words) => `${words} d’avance`, days: "j", hours: "h",
    tooMany: "10 fichiers au plus", notPicture: "Cette image part comme fichier.", preview: "aperçu",
    sendPlace: "Envoyer cette position", minutes: "min", map: "Carte", opened: "Lien ouvert", share: "Partager",
    mails: "Mails envoyés", mailCame: "📧", openLink: "Ouvrir le lien",
    offline: "Rien n’est parti : le bot est arrêté. Relancez make run.",
  },
  en: {
    people: "People", addPerson: "Add a person", theme: "Light or dark", clock: "Clock", hour: "+1 h",
    day: "+1 day", week: "+1 week", month: "+1 month", morning: "Next morning, 9:00",
    more: "More", log: "Bot requests", onlyChat: "this chat",
    messages: "Messages", newest: "Go to the end", commands: "Commands", cancel: "Cancel", attach: "Attach",
    message: "Message", keyboard: "Bot keyboard", send: "Send", close: "Close", reconnecting: "Reconnecting…",
    drop: "Drop photos and files here", photo: "Photo", file: "File", place: "Location",
    contact: "Contact", voice: "Voice message", sticker: "Sticker", bot: "bot", start: "Start",
    unblock: "Unblock", block: "Block the bot", blocked: "You have blocked this bot.", deepLink: "Deep link…",
    parameter: "Parameter of /start", what: "What can this bot do?", nothing: "No messages yet.",
    name: "First name", language: "Language", add: "Add", ok: "OK", edited: "edited", reply: "Reply",
    copy: "Copy", copied: "Copied", edit: "Edit", editing: "Editing", asFile: "Send as a file",
    caption: "Caption", town: "Town", mine: "My real position", latitude: "Latitude", longitude: "Longitude",
    pay: "Pay", paid: "Payment", typing: "typing", uploading: "sending a file", sending: "sending a photo",
    searching: "looking for a place", today: "Today", yesterday: "Yesterday", pinned: "Pinned", you: "You",
    late: "the bot does not answer", none: "Nothing yet.", violations: (n) => `${n} request(s) against the Bot API`,
    newGroup: "New group", group: "group", ahead: (words) => `${words} ahead`, days: "d", hours: "h",
    tooMany: "10 files at most", notPicture: "This picture goes as a file.", preview: "preview",
    sendPlace: "Send this location", minutes: "min", map: "Map", opened: "Link opened", share: "Share",
    mails: "Mails sent", mailCame: "📧", openLink: "Open the link",
    offline: "Nothing was sent: the bot is stopped. Start it again with make run.",
  },
};

let language = (navigator.language || "fr").slice(0, 2) === "fr" ? "fr" : "en";

export function speak(wanted) {
  language = wanted === "fr" ? "fr" : "en";
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.dataset.label));
    if (node.matches("button")) node.title = t(node.dataset.label);
  }
}

export function t(key, ...values) {
  const word = WORDS[language][key];
  return typeof word === "function" ? word(...values) : word;
}

export function locale() {
  return language === "fr" ? "fr-FR" : "en-GB";
}
