/** The client's own dictionaries: a journey names what it presses by the words on it, and wording may change. */
import './runes.ts';
import type { Locale } from '../../../protocol/generated/ts/index.ts';
import { language } from '../../../web-client/src/text/language.svelte.ts';
export { t as app } from '../../../web-client/src/app/texts.ts';
export { t as account } from '../../../web-client/src/features/account/texts.ts';
export { t as appointment } from '../../../web-client/src/features/appointment/texts.ts';
export { t as booth } from '../../../web-client/src/features/booth/texts.ts';
export { t as cafe } from '../../../web-client/src/features/cafe/texts.ts';
export { t as talk } from '../../../web-client/src/features/conversation/texts.ts';
export { t as fair } from '../../../web-client/src/features/fair/texts.ts';
export { t as feed } from '../../../web-client/src/features/appointment/feed-texts.ts';
export { t as link } from '../../../web-client/src/features/appointment/link-texts.ts';
export { t as mail } from '../../../web-client/src/features/mail/texts.ts';
export { t as meeting } from '../../../web-client/src/features/appointment/meeting-texts.ts';
export { t as team } from '../../../web-client/src/features/appointment/team-texts.ts';
export { t as slot } from '../../../web-client/src/features/slot/texts.ts';
export { t as waitlist } from '../../../web-client/src/features/waitlist/texts.ts';

/** In which language the texts above are from now on; German at first. */
export function speak(locale: Locale): void {
  language.current = locale;
}
