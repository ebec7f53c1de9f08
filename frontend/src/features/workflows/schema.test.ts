import { describe, expect, it } from 'vitest';
import { choicesOf, fieldsOf } from './schema';

const schema = {
  properties: {
    about: { default: 'contact', enum: ['contact', 'reply'], title: 'Look at' },
    filter: { title: 'Conditions', 'x-widget': 'filter', 'x-hide-if': { about: 'reply' } },
    channel: { enum: ['any', 'sms'], 'x-show-if': { about: 'reply' } },
    unit: { 'x-widget': 'hidden' },
  },
};
const names = (settings: Record<string, unknown>) => fieldsOf(schema, settings).map((field) => field.name);

describe('fields of a step', () => {
  it('are shown as the others stand, defaults too', () => {
    expect(names({})).toEqual(['about', 'filter']);
    expect(names({ about: 'reply' })).toEqual(['about', 'channel']);
  });
  it('call their choices by their labels, else by a plain word', () => {
    expect(choicesOf({ enum: ['any', 'sms', 'won'], labels: { won: 'Won it' } })).toEqual([
      { value: 'any', label: 'Any' },
      { value: 'sms', label: 'Text message' },
      { value: 'won', label: 'Won it' },
    ]);
    expect(choicesOf({ items: { enum: ['first_name'] } })).toEqual([
      { value: 'first_name', label: 'First name' },
    ]);
  });
});
