/**
 * Passkeys: signing in, opening a locked screen, adding a new one.
 *
 * A form with `data-passkey="login|confirm|add"` gets its options from `data-passkey-options` (JSON, or an
 * address that answers with it), asks the device, puts the answer into the field `credential`, and is sent.
 * Whatever carries `data-passkey-show` appears only where passkeys work, `data-passkey-hide` only where not.
 */

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const described = (list = []) => list.map((one) => ({ ...one, id: toBytes(one.id) }));

/** The options as the browser wants them: bytes where the server wrote text. */
export function readOptions({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) options.excludeCredentials = described(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) options.allowCredentials = described(publicKey.allowCredentials);
  return { publicKey: options };
}

/** What the device answered, as text the server can read. */
export function writeCredential(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  if (response.attestationObject) {
    answer.attestationObject = toText(response.attestationObject);
    answer.transports = response.getTransports?.() ?? [];
  } else {
    answer.authenticatorData = toText(response.authenticatorData);
    answer.signature = toText(response.signature);
    if (response.userHandle) answer.userHandle = toText(response.userHandle);
  }
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

async function optionsOf(form) {
  const source = form.dataset.passkeyOptions;
  if (source.startsWith("{")) return JSON.parse(source);
  const answer = await fetch(source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = readOptions(await optionsOf(form));
  if (form.dataset.passkey !== "add") return navigator.credentials.get(options);
  const withoutPassword = form.elements.passwordless?.checked ?? false;
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: withoutPassword ? "required" : "discouraged",
    requireResidentKey: withoutPassword,
    userVerification: withoutPassword ? "required" : "preferred",
  };
  return navigator.credentials.create(options);
}

async function send(event) {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.credential.value) return;
  event.preventDefault();
  const problem = form.querySelector("[data-passkey-problem]");
  if (problem) problem.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(writeCredential(await ask(form)));
    form.requestSubmit();
  } catch {
    form.elements.credential.value = "";
    if (!problem) return;
    problem.textContent = problem.dataset.passkeyProblem;
    problem.hidden = false;
  }
}

/** Passkeys need a name in the address bar: they do not work at 127.0.0.1, but at localhost. */
const works = () =>
  window.isSecureContext && "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(location.hostname);

/** Listen for passkey forms and show what only makes sense with them. */
export function start() {
  if (!works()) return;
  for (const part of document.querySelectorAll("[data-passkey-show]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-passkey-hide]")) part.hidden = true;
  document.addEventListener("submit", send);
}
