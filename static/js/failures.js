/** Says that a request of htmx failed: what it was to replace stays as it is. */

const SHOWN_MS = 8000;
const WORDS = {
  403: "Your role does not allow that, or the page is too old: load it again.",
  404: "That is no longer there: load the page again.",
};
let timer = 0;

function say(text) {
  const place = document.getElementById("failure");
  if (!place) return;
  const message = document.createElement("div");
  message.className = "message message-error";
  message.textContent = text;
  place.replaceChildren(message);
  clearTimeout(timer);
  timer = setTimeout(() => place.replaceChildren(), SHOWN_MS);
}

document.addEventListener("htmx:responseError", (/** @type {CustomEvent} */ event) => {
  const { status } = event.detail.xhr;
  say(WORDS[status] ?? `That did not work (${status}). Try again.`);
});
document.addEventListener("htmx:sendError", () => say("The server does not answer. Try again."));

export function init() {}
