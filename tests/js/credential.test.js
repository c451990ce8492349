/** Security keys: bytes and texts, options and answers. */

import assert from 'node:assert/strict';
import test from 'node:test';

import { answer, bytes, options, text } from '../../static/js/core/credential.js';

test('bytes survive the way into text and back, whatever their number', () => {
  for (let length = 0; length < 70; length += 1) {
    const all = Uint8Array.from({ length }, (_, i) => (i * 37 + 251) % 256);
    assert.match(text(all), /^[\w-]*$/);
    assert.deepEqual(bytes(text(all)), all);
  }
});

test('options for a new key hold bytes where browsers want bytes, and the rest as it was', () => {
  const user = { id: 'AQ', name: 'clara' };
  const made = options({ publicKey: { challenge: '_-8', user, excludeCredentials: [{ id: 'Ag', type: 'public-key' }], timeout: 5 } });
  assert.deepEqual(made.publicKey.challenge, Uint8Array.of(255, 239));
  assert.deepEqual(made.publicKey.user, { id: Uint8Array.of(1), name: 'clara' });
  assert.deepEqual(made.publicKey.excludeCredentials, [{ id: Uint8Array.of(2), type: 'public-key' }]);
  assert.equal(made.publicKey.timeout, 5);
  assert.equal('allowCredentials' in made.publicKey, false);
});

test('an answer is what the browser gave, as text', () => {
  const response = { clientDataJSON: Uint8Array.of(1), signature: Uint8Array.of(2).buffer, userHandle: null };
  const credential = { id: 'AQ', rawId: Uint8Array.of(1).buffer, type: 'public-key', response, getClientExtensionResults: () => ({}) };
  assert.deepEqual(answer(credential), {
    id: 'AQ', rawId: 'AQ', type: 'public-key', response: { clientDataJSON: 'AQ', signature: 'Ag' }, clientExtensionResults: {},
  });
});
