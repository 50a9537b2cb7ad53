/** Cuts a person's text into plain pieces and http(s) links; nothing else becomes a link, nothing becomes markup. */
export type TextPiece = { text: string; href?: string };

const kLink = /\bhttps?:\/\/[^\s<>"'`]+/giu;

export function linkedText(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(kLink)) {
    const href = withoutTrailingMarks(match[0]);
    if (!isWebAddress(href)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: href, href });
    end = match.index + href.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** A full stop behind an address belongs to the sentence; a closing bracket only when the address opened one. */
function withoutTrailingMarks(link: string): string {
  let result = link.replace(/[.,;:!?…»“”*_]+$/u, '');
  while (/[)\]]$/u.test(result)) {
    const [open, close] = result.endsWith(')') ? ['(', ')'] : ['[', ']'];
    if (result.split(open).length >= result.split(close).length) break;
    result = result.slice(0, -1).replace(/[.,;:!?]+$/u, '');
  }
  return result;
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/u.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
