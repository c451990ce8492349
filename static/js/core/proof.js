/** A worker that solves one challenge of our own server (ALTCHA): tries numbers until the derived key begins as asked. */

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function derived(parameters, counter) {
  const nonce = bytes(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const salt = bytes(parameters.salt);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: parameters.cost };
  return hex(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8));
}

async function solve(challenge) {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derived(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  }
}

addEventListener('message', async ({ data }) => {
  try {
    postMessage({ work: await solve(data) });
  } catch {
    postMessage({ work: '' });
  }
});
