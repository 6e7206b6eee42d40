// Sends values of a form in the background, and says what became of them:
// "sent", "refused" (the server said no, and why), "signed-out", or "unreachable" (try again later).
const PATIENCE = 15_000;

const token = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

export async function send(address, values) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(values),
      headers: { "X-CSRFToken": token(), "X-Outbox": "1" },
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { became: "unreachable" };
  }
  // Without a token in the browser nothing can be sent from this page any more, whoever is signed in.
  if (answer.status === 401 || (answer.status === 403 && !token())) return { became: "signed-out" };
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return { became: "unreachable" };
  let page = null;
  try {
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return { became: "unreachable" };
  }
  return { became: answer.ok ? "sent" : "refused", page };
}

// What a browser keeps must not end a page when it cannot be kept: private windows may refuse.
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    return false;
  }
  return true;
}

export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}
