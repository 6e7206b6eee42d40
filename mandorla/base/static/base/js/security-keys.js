// Connects a button to the browser's dialog for security keys. The element says how:
// <form data-key-form="addForm" data-key-button="id" data-key-credential="id" data-key-passwordless="id">
const names = { addForm: "add", authenticateForm: "authenticate" };

for (const form of document.querySelectorAll("[data-key-form]")) {
  const { keyForm, keyButton, keyCredential, keyPasswordless } = form.dataset;
  window.allauth.webauthn.forms[keyForm]({
    ids: {
      [names[keyForm]]: keyButton,
      credential: keyCredential,
      passwordless: keyPasswordless,
      data: "js_data",
    },
  });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-key-failed]")) words.hidden = false;
});
