import type { Form } from '../../api';

const inputTypes: Readonly<Record<string, string>> = { email: 'email', phone: 'tel' };
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Fields that an example shows: those that are mapped, else the usual three. */
function shownFields({ fields }: Form): { name: string; target: string }[] {
  const mapped = fields.filter(({ target, name }) => target && !name.includes('.'));
  return mapped.length > 0
    ? mapped
    : ['first_name', 'email', 'phone'].map((name) => ({ name, target: name }));
}

/** A form to put into a page. */
export function htmlOf(form: Form): string {
  const lines = shownFields(form).map(({ name, target }) => {
    const label = name.replaceAll('_', ' ');
    return `  <label>${escaped(label)} <input name="${escaped(name)}" type="${inputTypes[target] ?? 'text'}"></label>`;
  });
  const { honeypot, consent, url } = form;
  if (consent.email)
    lines.push(
      `  <label><input name="${escaped(consent.email)}" type="checkbox" value="yes"> ${escaped(consent.wording ?? '')}</label>`,
    );
  if (honeypot)
    lines.push(
      `  <input name="${escaped(honeypot)}" tabindex="-1" autocomplete="off" style="position:absolute;left:-9999px" aria-hidden="true">`,
    );
  return [
    `<form method="post" action="${escaped(url)}">`,
    ...lines,
    '  <button>Send</button>',
    '</form>',
  ].join('\n');
}

/** A submission by a command. */
export function curlOf(form: Form): string {
  const samples: Readonly<Record<string, string>> = { email: 'grace@example.com', phone: '+14155552671' };
  const body = Object.fromEntries(
    shownFields(form).map(({ name, target }) => [name, samples[target] ?? 'Grace']),
  );
  return [
    `curl -X POST '${form.url}' \\`,
    "  -H 'Content-Type: application/json' \\",
    "  -H 'Idempotency-Key: order-1042' \\",
    `  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`,
  ].join('\n');
}
