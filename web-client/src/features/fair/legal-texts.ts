import { texts } from '../../text/texts.svelte.ts';

export interface LegalSection {
  title: string;
  paragraphs: string[];
}
export interface LegalText {
  title: string;
  lead: string;
  sections: LegalSection[];
}

/** Short and true about this software; the organiser's own notice goes beyond it. `{organiser}` is filled in. */
const de: Record<'accessibility' | 'privacy' | 'imprint', LegalText> = {
  accessibility: {
    title: 'Barrierefreiheit',
    lead: 'Diese Messe soll von allen genutzt werden können. Gebaut ist sie nach WCAG 2.2, Stufe AA.',
    sections: [
      {
        title: 'Was Sie erwarten können',
        paragraphs: [
          'Alle Seiten lassen sich mit der Tastatur bedienen. Jedes Bild mit Bedeutung gibt es auch in Worten: der Lichterbogen als Zahl, die Tische im Café als Liste.',
          'Zustände wie „frei“ oder „im Gespräch“ erkennen Sie am Wort und am Zeichen, nicht nur an der Farbe. Helle und dunkle Darstellung wählen Sie in Ihrem Profil oder am Gerät; Bewegung lässt sich am Gerät abschalten.',
          'Neue Nachrichten werden Bildschirmleseprogrammen gesammelt angesagt. Nichts läuft ab, während Sie schreiben.',
        ],
      },
      {
        title: 'Was noch nicht geprüft ist',
        paragraphs: [
          'Die Seiten werden mit automatischen Prüfungen getestet. Eine Prüfung durch eine anerkannte Stelle und Tests mit Betroffenen stehen aus. Logos und Texte der Aussteller kommen von diesen selbst.',
          'Einen Text in Leichter Sprache gibt es noch nicht.',
        ],
      },
      {
        title: 'Barriere melden',
        paragraphs: [
          'Stoßen Sie auf eine Barriere? Schreiben Sie uns. Wir antworten und helfen, bis Sie weiterkommen.',
        ],
      },
    ],
  },
  privacy: {
    title: 'Datenschutz',
    lead: 'Nur was für Gespräche auf der Messe nötig ist, auf einem eigenen Server, ohne fremde Dienste.',
    sections: [
      {
        title: 'Verantwortlich',
        paragraphs: [
          'Für diese Messe: {organiser}. Für das, was ein Aussteller aus einem Gespräch übernimmt: der Aussteller selbst.',
        ],
      },
      {
        title: 'Was gespeichert wird',
        paragraphs: [
          'Ihr Konto: E-Mail-Adresse, Anzeigename, Sprache und ein nicht umkehrbarer Prüfwert des Passworts. Ein Pseudonym als Anzeigename ist erlaubt.',
          'Ihre Gespräche: Nachrichten, Reaktionen, wie weit gelesen wurde. Gespräche mit einem Stand sieht nur das Team dieses Standes; was an einem Tisch oder in einer Runde geschrieben wird, sehen alle dort.',
          'Ihre Anmeldungen: Zeitpunkt und Bezeichnung des Browsers, damit Sie fremde Anmeldungen beenden können.',
        ],
      },
      {
        title: 'Was nicht geschieht',
        paragraphs: [
          'Keine Werbung, keine Auswertung Ihres Verhaltens, keine Bewertung von Personen. Keine Schriften, Karten, Videos oder Zählpixel von anderen Servern.',
          'Es gibt ein einziges Cookie: Es hält Sie angemeldet. Entwürfe, Sprache und Darstellung bleiben in Ihrem Browser.',
        ],
      },
      {
        title: 'Wie lange',
        paragraphs: [
          'Bis zum Löschtermin der Messe. Danach werden Konten, Gespräche und Anmeldungen gelöscht.',
        ],
      },
      {
        title: 'Ihre Rechte',
        paragraphs: [
          'Auskunft, Berichtigung, Löschung, Einschränkung, Übertragbarkeit, Widerspruch und Beschwerde bei der Aufsichtsbehörde. Eine Mail an uns genügt.',
        ],
      },
    ],
  },
  imprint: {
    title: 'Impressum',
    lead: 'Wer diese Messe veranstaltet.',
    sections: [
      { title: 'Veranstalter', paragraphs: ['{organiser}'] },
      {
        title: 'Inhalte der Aussteller',
        paragraphs: [
          'Für Texte, Logos und Stellen an den Ständen sind die Aussteller verantwortlich. Unzulässiges melden Sie bitte an die genannte Adresse; wir prüfen und antworten.',
        ],
      },
      {
        title: 'Software',
        paragraphs: ['Diese Messe läuft mit Stollen, freier Software unter der Apache-Lizenz 2.0.'],
      },
    ],
  },
};

const en: typeof de = {
  accessibility: {
    title: 'Accessibility',
    lead: 'Everybody should be able to use this fair. It is built to WCAG 2.2, level AA.',
    sections: [
      {
        title: 'What you can expect',
        paragraphs: [
          'All pages work with the keyboard. Each picture that means something is there in words as well: the candle arch as a number, the tables of the café as a list.',
          'You recognise states such as “free” or “in a talk” by word and sign, not by colour alone. You choose light or dark in your profile or on your device; motion can be switched off on the device.',
          'Screen readers are told about new messages in gathered form. Nothing runs out while you write.',
        ],
      },
      {
        title: 'What has not been checked yet',
        paragraphs: [
          'The pages are tested automatically. An audit by a recognised body and tests with people concerned are still to come. Logos and texts of exhibitors are their own.',
          'There is no text in easy language yet.',
        ],
      },
      {
        title: 'Report a barrier',
        paragraphs: ['Did you meet a barrier? Write to us. We answer and help until you can go on.'],
      },
    ],
  },
  privacy: {
    title: 'Privacy',
    lead: 'Only what talks at the fair need, on a server of our own, without third-party services.',
    sections: [
      {
        title: 'Responsible',
        paragraphs: [
          'For this fair: {organiser}. For what an exhibitor takes over from a talk: that exhibitor.',
        ],
      },
      {
        title: 'What is stored',
        paragraphs: [
          'Your account: e-mail address, display name, language and a one-way hash of the password. A pseudonym is allowed as display name.',
          'Your talks: messages, reactions, how far has been read. Talks with a booth are seen by that booth’s team only; what is written at a table or in a room is seen by all there.',
          'Your log-ins: time and name of the browser, so that you can end those that are not yours.',
        ],
      },
      {
        title: 'What does not happen',
        paragraphs: [
          'No advertising, no analysis of your behaviour, no rating of people. No fonts, maps, videos or tracking pixels from other servers.',
          'There is a single cookie: it keeps you logged in. Drafts, language and appearance stay in your browser.',
        ],
      },
      {
        title: 'For how long',
        paragraphs: ['Until the fair’s purge date. Then accounts, talks and log-ins are deleted.'],
      },
      {
        title: 'Your rights',
        paragraphs: [
          'Access, rectification, erasure, restriction, portability, objection and complaint to the supervisory authority. A mail to us is enough.',
        ],
      },
    ],
  },
  imprint: {
    title: 'Imprint',
    lead: 'Who runs this fair.',
    sections: [
      { title: 'Organiser', paragraphs: ['{organiser}'] },
      {
        title: 'Content of exhibitors',
        paragraphs: [
          'Exhibitors are responsible for texts, logos and jobs at their booths. Please report anything unlawful to the address given; we check and answer.',
        ],
      },
      {
        title: 'Software',
        paragraphs: ['This fair runs on Stollen, free software under the Apache License 2.0.'],
      },
    ],
  },
};

export const legalTexts = texts({ de, en });
