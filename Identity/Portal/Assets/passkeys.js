// Runs the ceremonies of WebAuthn for the forms that ask for a passkey. Where a browser has none, or no scripts, the
// forms stay hidden and the other ways to sign in remain.

const toBytes = text =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0));

const toText = buffer => buffer
  ? btoa(Array.from(new Uint8Array(buffer), byte => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  : undefined;

const withIds = list => (list ?? []).map(item => ({ ...item, id: toBytes(item.id) }));

const toJson = (credential, response) => JSON.stringify({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
});

const ceremonies = {
  async create(options) {
    const credential = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        user: { ...options.user, id: toBytes(options.user.id) },
        excludeCredentials: withIds(options.excludeCredentials),
      },
    });
    return toJson(credential, {
      attestationObject: toText(credential.response.attestationObject),
      transports: credential.response.getTransports?.() ?? [],
    });
  },

  async get(options) {
    const credential = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        allowCredentials: withIds(options.allowCredentials),
      },
    });
    return toJson(credential, {
      authenticatorData: toText(credential.response.authenticatorData),
      signature: toText(credential.response.signature),
      userHandle: toText(credential.response.userHandle),
    });
  },
};

const askForOptions = async form => {
  const token = form.elements.namedItem('__RequestVerificationToken');
  const response = await fetch(form.dataset.options, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ [token.name]: token.value }),
  });
  if (!response.ok || response.redirected) throw new Error('This page is too old. Reload it and try again.');
  return response.json();
};

const wordsFor = error => {
  switch (error.name) {
    case 'NotAllowedError': return 'No passkey was used. It was cancelled, or it took too long.';
    case 'InvalidStateError': return 'This device has a passkey for your account already.';
    case 'Error': return error.message;
    default: return 'The passkey could not be used on this device.';
  }
};

const tell = (form, words) => {
  let problem = form.querySelector('[role=alert]');
  if (!problem) {
    problem = document.createElement('p');
    problem.className = 'problem';
    problem.setAttribute('role', 'alert');
    form.append(problem);
  }

  problem.textContent = words;
};

const run = async form => {
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const answer = await ceremonies[form.dataset.passkey](await askForOptions(form));
    form.elements.namedItem('Credential').value = answer;
    const wish = document.querySelector('input[type=checkbox][name=Remember]');
    const remember = form.elements.namedItem('Remember');
    if (wish && remember) remember.value = String(wish.checked);
    form.submit();
  } catch (error) {
    tell(form, wordsFor(error));
    button.disabled = false;
  }
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.addEventListener('submit', event => {
      event.preventDefault();
      run(form);
    });
    form.hidden = false;
  }

  for (const note of document.querySelectorAll('[data-without-passkeys]')) note.hidden = true;
}
