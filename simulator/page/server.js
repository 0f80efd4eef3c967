// Talking to the simulator: requests, uploads and the stream of events.

import { t } from "./words.js";

export async function ask(path, body) {
  const options = {};
  if (body !== undefined) {
    options.method = "POST";
    options.body = body instanceof FormData ? body : JSON.stringify(body);
    if (!(body instanceof FormData)) options.headers = { "Content-Type": "application/json" };
  }
  const answer = await fetch(`/sim/${path}`, options).catch(() => { throw new Error(t("offline")); });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(read.error || `${answer.status} ${answer.statusText}`);
  return read;
}

export function upload(path, payload, files) {
  const form = new FormData();
  form.append("payload", JSON.stringify(payload));
  files.forEach((file, number) => form.append(`file${number}`, file, file.name || `file${number}`));
  return ask(path, form);
}

// Calls `told` with each event and `linked` when the line comes and goes; after a break everything is read again.
export function listen(told, linked) {
  let pause = 300;
  const connect = () => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sim/ws`);
    socket.onopen = () => {
      pause = 300;
      linked(true);
    };
    socket.onmessage = (message) => told(JSON.parse(message.data));
    socket.onclose = () => {
      linked(false);
      setTimeout(connect, pause);
      pause = Math.min(pause * 1.7, 5000);
    };
  };
  connect();
}
