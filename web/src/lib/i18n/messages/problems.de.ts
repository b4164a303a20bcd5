import type { Translation } from '../index.svelte';
import type en from './problems.en';

const de: Translation<typeof en> = {
  handle_taken: 'Dieser Name ist vergeben. Versuch einen anderen.',
  handle_invalid: 'Nimm 3 bis 30 Buchstaben, Ziffern, Punkte oder Unterstriche.',
  wrong_password: 'Name und Passwort passen nicht zusammen.',
  password_too_short: 'Das Passwort ist zu kurz.',
  sign_up_closed: 'Dieses Haus nimmt gerade keine neuen Konten auf.',
  invite_needed: 'Für dieses Haus brauchst du eine Einladung.',
  invite_invalid: 'Diese Einladung gilt nicht mehr.',
  too_many_requests: 'Das war etwas schnell. Warte einen Moment und versuch es noch einmal.',
  upload_too_large: 'Die Datei ist größer, als dieses Haus erlaubt.',
  not_signed_in: 'Bitte melde dich zuerst an.',
};

export default de;
