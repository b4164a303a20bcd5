import type { Translation } from '../index.svelte';
import type en from './report.en';

const de: Translation<typeof en> = {
  reportTitle: 'Clip melden',
  reportTitleComment: 'Kommentar melden',
  reportTitleMessage: 'Diese Nachricht melden',
  reportMessageText:
    'Die Moderation sieht diese eine Nachricht und von wem sie ist, sonst nichts aus der Unterhaltung.',
  reportTitleAccount: 'Konto melden',
  reportWhat: 'Was stimmt damit nicht?',
  reportNote: 'Was die Moderation wissen sollte',
  reportSend: 'Meldung senden',
  reportThanks: 'Danke. Die Moderation sieht es sich an.',
  reasonSpam: 'Spam oder Betrug',
  reasonViolence: 'Gewalt oder Gefahr',
  reasonHate: 'Hass oder Belästigung',
  reasonSexual: 'Sexuelle Inhalte',
  reasonMinors: 'Gefahr für ein Kind',
  reasonSelfHarm: 'Selbstverletzung',
  reasonMisinformation: 'Irreführend',
  reasonIllegal: 'Verboten',
  reasonCopyright: 'Nutzt mein Werk ohne Erlaubnis',
  reasonOther: 'Etwas anderes',
};

export default de;
