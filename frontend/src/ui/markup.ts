const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Words as they stand in markup. */
export const escaped = (text: string): string => text.replace(/[&<>]/g, (char) => escapes[char] ?? char);

/** A plain text as an editor takes it up: empty lines part paragraphs. */
export function htmlOfText(text: string): string {
  const blocks = text.trim().split(/\n[ \t]*\n\s*/);
  return blocks
    .filter(Boolean)
    .map((block) => `<p>${escaped(block).replaceAll('\n', '<br>')}</p>`)
    .join('');
}
