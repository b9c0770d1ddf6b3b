/* The buttons of passkeys, and of the recovery codes that come with them, joined to the library's
   scripts. Where the machine gives no key (cancelled, none there), the page says so. */
const { webauthn, recoveryCodes } = window.allauth ?? {}
const credential = document.querySelector('form input[name="credential"]')?.id

if (document.getElementById('use-key')) {
  webauthn.forms.authenticateForm({ ids: { authenticate: 'use-key', credential, data: 'js_data' } })
}
if (document.getElementById('add-key')) {
  webauthn.forms.addForm({ ids: { add: 'add-key', credential, data: 'js_data' } })
}
recoveryCodes?.forms.viewForm({
  ids: { saveConfirmation: 'codes_saved', recoveryCodes: 'recovery_codes' },
})

const said = document.getElementById('key-failed')
for (const button of document.querySelectorAll('#use-key, #add-key')) {
  button.addEventListener('click', () => { said.hidden = true })
}
document.addEventListener('allauth.error', (event) => {
  if (!said) return
  event.preventDefault()
  said.hidden = false
})
