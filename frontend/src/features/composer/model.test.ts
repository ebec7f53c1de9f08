import { describe, expect, it } from 'vitest';
import { emptyWriting, gapsOf, gapWords, joined, mentioned, withFilled, withInserted } from './model';

const upload = { id: 4, name: 'a.pdf', content_type: 'application/pdf', size: 9 };
const sms = { ...emptyWriting('sms', 2), text: 'See you at 5', uploads: [upload] };

describe('words that come back', () => {
  it('stand as they were when nothing was begun since', () => {
    expect(joined(emptyWriting('note'), sms)).toEqual(sms);
  });

  it('come before what was begun since; a file is named once', () => {
    const begun = { ...emptyWriting('sms', 3), text: 'And bring the keys', uploads: [upload] };
    expect(joined(begun, sms)).toEqual({ ...sms, text: 'See you at 5\n\nAnd bring the keys' });
  });

  it('keep their markup, and whom they go to once each', () => {
    const back = { ...emptyWriting('email'), text: 'Bold', html: '<p><b>Bold</b></p>', cc: ['a@x', 'b@x'] };
    const begun = { ...emptyWriting('email'), text: 'a < b\nc', cc: ['b@x', 'c@x'] };
    expect(joined(begun, back)).toMatchObject({
      text: 'Bold\n\na < b\nc',
      html: '<p><b>Bold</b></p><p>a &lt; b<br>c</p>',
      cc: ['a@x', 'b@x', 'c@x'],
    });
  });

  it('never make a message of a note', () => {
    const note = {
      ...emptyWriting('note'),
      text: '@Ann do not trust him',
      mentions: [{ id: 1, name: 'Ann' }],
    };
    expect(joined(note, sms)).toMatchObject({ channel: 'note', senderId: null, mentions: note.mentions });
    expect(joined(sms, note).channel).toBe('note');
  });
});

it('names each placeholder that is open once, in the subject too', () => {
  expect(gapsOf({ subject: '{{a}}', text: '{{b}} {{a}} {{}} {{?day and time}}' })).toEqual([
    '{{a}}',
    '{{b}}',
    '{{?day and time}}',
  ]);
});

it('asks for what is open in words, and fills it wherever it stands', () => {
  expect(['{{?day and time}}', '{{first_name|there}}', '{{ ?x}}'].map(gapWords)).toEqual([
    'Day and time',
    'First name',
    'X',
  ]);
  expect(
    withFilled({ subject: '{{?x}}', text: '{{?x}} and {{?y}} {{?x}}', html: '' }, '{{?x}}', '$& $1'),
  ).toEqual({ subject: '$& $1', text: '$& $1 and {{?y}} $& $1', html: '' });
  expect(
    withFilled({ subject: '', text: '{{?a & b}}', html: '<p>{{?a &amp; b}}</p>' }, '{{?a & b}}', '<1>'),
  ).toEqual({ subject: '', text: '<1>', html: '<p>&lt;1&gt;</p>' });
});

it('mentions those whose names still stand there, each once', () => {
  const ann = { id: 1, name: 'Ann' };
  const bob = { id: 2, name: 'Bob' };
  expect(mentioned({ text: 'ask @Ann', mentions: [ann, bob, ann] })).toEqual([ann]);
});

it('puts a piece in the place of what was selected', () => {
  expect(withInserted('Hi /', 'there', 3, 4)).toEqual({ text: 'Hi there', caret: 8 });
});
