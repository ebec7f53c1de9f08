import { describe, expect, it } from 'vitest';
import type { Template } from '../../api';
import { changesOf, inserted, isSame, pieces, placeholderOf, wordsOf, worst } from './model';

const template = {
  version: 3,
  name: 'Hello',
  shortcut: '',
  folder: { id: 7, name: 'Sales' },
  purpose: 'one_to_one',
  subject: '',
  text: 'Hi',
} as Template;

describe('templates', () => {
  it('sends only what differs', () => {
    const words = wordsOf(template);
    expect(changesOf(words, template)).toEqual({});
    expect(changesOf({ ...words, text: 'Hi!', folderId: null }, template)).toEqual({
      text: 'Hi!',
      folder_id: null,
    });
    expect(isSame(words, { ...words, version: 9 })).toBe(true);
    expect(isSame(words, { ...words, name: 'x' })).toBe(false);
  });
  it('puts a variable where the caret stands', () => {
    expect(inserted('Hi there', 3, 8, '{{x}}')).toEqual({ text: 'Hi {{x}}', caret: 8 });
  });
  it('takes the fallback along', () => {
    const variable = { name: 'first_name', advice: 'there' } as Parameters<typeof placeholderOf>[0];
    expect(placeholderOf(variable)).toBe('{{first_name|there}}');
    expect(placeholderOf({ ...variable, advice: '' })).toBe('{{first_name}}');
  });
  it('cuts a text where it is open', () => {
    expect(pieces('Hi {{x}}, {no}')).toEqual([
      { text: 'Hi ', isOpen: false, at: 0 },
      { text: '{{x}}', isOpen: true, at: 3 },
      { text: ', {no}', isOpen: false, at: 8 },
    ]);
  });
  it('names the worst', () => {
    expect(worst([])).toBeNull();
    expect(
      worst([
        { code: 'a', level: 'note', field: '', text: '' },
        { code: 'b', level: 'error', field: '', text: '' },
      ]),
    ).toBe('error');
  });
});
