import { describe, expect, it } from 'vitest';
import type { Form } from '../../api';
import { curlOf, htmlOf } from './snippet';

const form = {
  url: 'https://crm.example.com/ingest/form/abc',
  fields: [
    { name: 'mail"', sample: '', target: 'email' },
    { name: 'nested.name', sample: '', target: 'first_name' },
    { name: 'color', sample: '', target: '' },
  ],
  consent: { email: 'news', wording: 'News & offers' },
  honeypot: 'website2',
} as unknown as Form;

describe('snippets of a form', () => {
  it('hold the mapped fields, the box and the hidden field, and nothing that breaks out of an attribute', () => {
    const html = htmlOf(form);
    expect(html).toContain('action="https://crm.example.com/ingest/form/abc"');
    expect(html).toContain('<input name="mail&quot;" type="email">');
    expect(html).toContain('News &amp; offers');
    expect(html).toContain('name="website2" tabindex="-1"');
    expect(html).not.toContain('color');
    expect(html).not.toContain('nested');
  });
  it('say the same to a command', () => {
    expect(curlOf(form)).toContain('{"mail\\"":"grace@example.com"}');
  });
});
