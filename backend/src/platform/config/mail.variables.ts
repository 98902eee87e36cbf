import { choice, integer } from './variable-kinds.ts';
import { secret, sender, text } from './variable-texts.ts';

/** The mail server; without one, email is written to a folder under `DATA_DIR`. */
export const mailVariables = {
  host: text({
    name: 'SMTP_HOST',
    default: null,
    maxLength: 253,
    meaning: 'Mail server; unset means email is written to DATA_DIR/outbox and sent to nobody.',
  }),
  port: integer({
    name: 'SMTP_PORT',
    default: 587,
    min: 1,
    max: 65_535,
    meaning: 'Port of the mail server: 587 for starttls, 465 for implicit.',
  }),
  tls: choice({
    name: 'SMTP_TLS',
    of: ['starttls', 'implicit', 'none'],
    default: 'starttls',
    meaning:
      'How the connection is encrypted; with starttls a server that does not offer it is refused.',
  }),
  user: text({
    name: 'SMTP_USER',
    default: null,
    maxLength: 254,
    meaning: 'Name to sign in to the mail server with; unset means without.',
  }),
  password: secret({
    name: 'SMTP_PASSWORD',
    minLength: 1,
    maxLength: 512,
    meaning: 'Password of SMTP_USER.',
  }),
  from: sender({
    name: 'SMTP_FROM',
    maxLength: 254,
    meaning: 'Sender of all email, to which bounces return; must be set with SMTP_HOST.',
  }),
};
