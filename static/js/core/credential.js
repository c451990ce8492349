/** Security keys: what a server says as JSON, in the forms that browsers want, and a browser's answer as JSON. */

/** Bytes of a text in base64 for addresses. */
export function bytes(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Bytes as text in base64 for addresses, without `=`. */
export function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

/** Options for `navigator.credentials`, from those of the server. */
export function options({ publicKey }) {
  const made = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) made.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.allowCredentials) made.allowCredentials = named(publicKey.allowCredentials);
  if (publicKey.excludeCredentials) made.excludeCredentials = named(publicKey.excludeCredentials);
  return { publicKey: made };
}

/** A credential of the browser, as the server reads it. */
export function answer(credential) {
  const response = {};
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}
