import { expect, it } from 'vitest';
import { triesText } from './model';

it.each([
  [0, 'not tried yet'],
  [1, '1 try'],
  [8, '8 tries'],
])('says how often %i tries are', (attempts, words) => {
  expect(triesText(attempts)).toBe(words);
});
