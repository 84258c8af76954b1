// Passkeys: fills the form with what the authenticator answers. Without this script, or without
// passkeys in the browser, the password and the agency's account remain.

const encode = (buffer) => {
  if (!buffer) return "";
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

async function get(form) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: decode(form.dataset.challenge),
      rpId: form.dataset.site,
      userVerification: "required",
      timeout: 120000,
    },
  });
  const answer = credential.response;
  form.elements.credential.value = encode(credential.rawId);
  form.elements.clientData.value = encode(answer.clientDataJSON);
  form.elements.authenticatorData.value = encode(answer.authenticatorData);
  form.elements.signature.value = encode(answer.signature);
  form.elements.userHandle.value = encode(answer.userHandle);
}

async function create(form) {
  const { challenge, site, user, account, person, known } = form.dataset;
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: decode(challenge),
      rp: { id: site, name: "Breakwater" },
      user: { id: decode(user), name: account, displayName: person },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: known
        .split(" ")
        .filter((id) => id)
        .map((id) => ({ type: "public-key", id: decode(id) })),
      attestation: "none",
      timeout: 120000,
    },
  });
  form.elements.clientData.value = encode(credential.response.clientDataJSON);
  form.elements.attestation.value = encode(credential.response.attestationObject);
}

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("form[data-passkey], [data-passkey-section]")) {
    part.hidden = false;
  }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const error = form.querySelector("[data-passkey-error]");
      error.hidden = true;
      try {
        await (form.dataset.passkey === "get" ? get(form) : create(form));
        form.submit();
      } catch {
        error.hidden = false;
      }
    });
  }
}
