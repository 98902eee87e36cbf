/** Texts of the sign-in. */
export const signInMessages = {
  title: 'Sign in to LexiFlow',
  email: 'Email',
  password: 'Passphrase',
  submit: 'Sign in',
  badEmail: 'Enter the email address of your account',
  badPassword: 'Enter your passphrase',
  firstRunTitle: 'No account exists yet',
  firstRunHint:
    'The server printed a one-time link when it started. Open that link to make the first administrator.',
} as const;
