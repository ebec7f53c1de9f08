import type { Template, TemplateCheck, TemplatePatch, TemplateVariable } from '../../api';

export type Channel = 'sms' | 'email';

export const CHANNELS: Readonly<Record<Channel, string>> = { sms: 'Text message', email: 'Email' };

export const PURPOSES = [
  { value: 'one_to_one', label: 'One to one' },
  { value: 'transactional', label: 'Transactional' },
  { value: 'marketing', label: 'Marketing' },
] as const;

/** What is edited of a template. `version` is the one that was seen when the edit began; 0 for a new one. */
export interface Words {
  version: number;
  name: string;
  shortcut: string;
  folderId: number | null;
  purpose: string;
  subject: string;
  text: string;
}

export const NO_WORDS: Words = {
  version: 0,
  name: '',
  shortcut: '',
  folderId: null,
  purpose: 'one_to_one',
  subject: '',
  text: '',
};

export function wordsOf(template: Template): Words {
  return {
    version: template.version,
    name: template.name,
    shortcut: template.shortcut,
    folderId: template.folder?.id ?? null,
    purpose: template.purpose,
    subject: template.subject,
    text: template.text,
  };
}

/** The fields that differ from what is stored, as the server takes them. */
export function changesOf(words: Words, template: Template): Partial<Omit<TemplatePatch, 'version'>> {
  const stored = wordsOf(template);
  return {
    ...(words.name === stored.name ? {} : { name: words.name }),
    ...(words.shortcut === stored.shortcut ? {} : { shortcut: words.shortcut }),
    ...(words.folderId === stored.folderId ? {} : { folder_id: words.folderId }),
    ...(words.purpose === stored.purpose ? {} : { purpose: words.purpose }),
    ...(words.subject === stored.subject ? {} : { subject: words.subject }),
    ...(words.text === stored.text ? {} : { text: words.text }),
  };
}

export const isSame = (one: Words, other: Words): boolean =>
  (Object.keys(NO_WORDS) as (keyof Words)[]).every((key) => key === 'version' || one[key] === other[key]);

/** A text with something put in the place of what was marked, and where the caret then stands. */
export function inserted(
  text: string,
  start: number,
  end: number,
  piece: string,
): { text: string; caret: number } {
  return { text: text.slice(0, start) + piece + text.slice(end), caret: start + piece.length };
}

/** A variable as it is put in: with the fallback that the server advises. */
export const placeholderOf = ({ name, advice }: TemplateVariable): string =>
  `{{${name}${advice ? `|${advice}` : ''}}}`;

/** A text cut where a placeholder stands that was not filled. */
export function pieces(text: string): { text: string; isOpen: boolean; at: number }[] {
  let at = 0;
  return text.split(/(\{\{[^{}]{0,400}\}\})/).flatMap((piece, index) => {
    const start = at;
    at += piece.length;
    return piece === '' ? [] : [{ text: piece, isOpen: index % 2 === 1, at: start }];
  });
}

/** The worst that was found: what the mark of the whole says. */
export function worst(checks: readonly TemplateCheck[]): TemplateCheck['level'] | null {
  for (const level of ['error', 'warning', 'note'] as const)
    if (checks.some((check) => check.level === level)) return level;
  return null;
}

export const draftKey = (id: number | null, channel: Channel): string => `template:${id ?? `new-${channel}`}`;

export const partsText = (segments: number): string => (segments === 1 ? '1 part' : `${segments} parts`);
