/** Texts of the first-run setup. */
export const setupMessages = {
  title: 'Make the first administrator',
  intro: 'This link works once. The administrator can then invite everyone else.',
  name: 'Name',
  email: 'Email',
  password: 'Passphrase',
  passwordHint: 'At least 12 characters. A few unrelated words are easy to remember.',
  repeat: 'Repeat the passphrase',
  submit: 'Make the administrator',
  badName: 'Enter a name',
  badEmail: 'Enter an email address, such as name@firm.example',
  badPassword: 'Use 12 to 200 characters',
  badRepeat: 'The two passphrases differ',
  noTokenTitle: 'This address lacks its one-time token',
  noTokenHint:
    'Copy the whole link that the server printed at its first start, with everything after the #.',
  doneTitle: 'The first administrator exists already',
  doneHint: 'Sign in with that account.',
  signIn: 'Go to the sign-in',
} as const;
