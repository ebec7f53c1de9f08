import { expect, it } from 'vitest';
import { sampleImport } from './sample';
import { hasConsent, stepOfField, stepStates } from './steps';

it('finds the part that a refused field stands in', () => {
  expect(stepOfField('consent.email')).toBe('rules');
  expect(stepOfField('mapping.c3')).toBe('columns');
  expect(stepOfField('region')).toBe('file');
});

it('wants an answer for both channels, and declining is one', () => {
  const consent = { email: { answer: 'declined' as const }, sms: null, wording: '' };
  expect(hasConsent({ consent })).toBe(false);
  expect(hasConsent({ consent: { ...consent, sms: { column: 'c2' } } })).toBe(true);
});

it('shows how far each part is', () => {
  expect(stepStates(sampleImport, [])).toEqual({
    file: 'done',
    columns: 'done',
    rules: 'open',
    preview: 'later',
    result: 'later',
  });
  expect(stepStates(sampleImport, ['consent.sms']).rules).toBe('wrong');
  expect(stepStates({ ...sampleImport, problems: ['A quote is not closed.'] }, []).file).toBe('wrong');
  const done = { ...sampleImport, state: 'done' as const, set_id: 'a' };
  expect(stepStates(done, [])).toMatchObject({ preview: 'done', result: 'done' });
});
