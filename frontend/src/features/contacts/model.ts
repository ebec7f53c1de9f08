import type { InfiniteData } from '@tanstack/react-query';
import type { ContactPage, ContactPatch, ContactRow, Ref } from '../../api';

/** The contact list as pages in the cache. */
export type ContactPages = InfiniteData<ContactPage>;

/** What a person can change on a contact by editing it, in the shape in which it is shown. */
export interface ContactEdit {
  first_name?: string;
  last_name?: string;
  email?: string;
  phone?: string;
  notes?: string;
  assigned_user?: Ref | null;
  company?: string | null;
}

export type EditField = keyof ContactEdit;

export const fieldLabels: Record<EditField, string> = {
  first_name: 'First name',
  last_name: 'Last name',
  email: 'Email',
  phone: 'Phone',
  notes: 'Notes',
  assigned_user: 'Assigned user',
  company: 'Company',
};

/** A name to show until the server has answered with its own. */
export function nameOf(contact: { first_name: string; last_name: string; full_name: string }): string {
  return [contact.first_name, contact.last_name].filter(Boolean).join(' ') || contact.full_name;
}

/** The contact as it will look once the server has taken the edit. The phone stays as typed until the server has read it. */
export function applyEdit<T extends ContactRow>(contact: T, edit: ContactEdit): T {
  const { company, phone, ...same } = edit;
  const next = { ...contact, ...same } as T;
  if (phone !== undefined)
    Object.assign(next, { phone_display: phone, ...('phone_raw' in contact ? { phone_raw: phone } : {}) });
  if (company !== undefined)
    next.company = company
      ? { id: contact.company?.name === company ? contact.company.id : 0, name: company }
      : null;
  if (edit.first_name !== undefined || edit.last_name !== undefined)
    next.full_name = nameOf({ ...next, full_name: contact.full_name });
  return next;
}

/** The edit that takes another edit back: the values that it replaced. */
export function oppositeOf(
  contact: ContactRow & { notes?: string; phone_raw?: string },
  edit: ContactEdit,
): ContactEdit {
  const before: ContactEdit = {
    first_name: contact.first_name,
    last_name: contact.last_name,
    email: contact.email,
    phone: contact.phone_raw ?? contact.phone_display,
    notes: contact.notes ?? '',
    assigned_user: contact.assigned_user,
    company: contact.company?.name ?? null,
  };
  return Object.fromEntries(
    Object.keys(edit).map((field) => [field, before[field as EditField]]),
  ) as ContactEdit;
}

/** The request body for an edit. */
export function toPatch(edit: ContactEdit, version: number): ContactPatch {
  const { assigned_user, ...same } = edit;
  return {
    version,
    ...same,
    ...(assigned_user === undefined ? {} : { assigned_user_id: assigned_user?.id ?? null }),
  };
}

/** What an edit is called in a message: "Email changed", "Email and phone changed". */
export function describeEdit(edit: ContactEdit): string {
  const labels = Object.keys(edit).map((field) => fieldLabels[field as EditField]);
  const list = labels.map((label, index) => (index === 0 ? label : label.toLocaleLowerCase()));
  const last = list.pop() ?? '';
  return `${list.length > 0 ? `${list.join(', ')} and ` : ''}${last} changed`;
}

export function rowsOf(data: ContactPages | undefined): ContactRow[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** Changes one row wherever it stands; the same object when it is not there. */
export function changeRow(
  data: ContactPages,
  id: number,
  change: (row: ContactRow) => ContactRow,
): ContactPages {
  if (!rowsOf(data).some((row) => row.id === id)) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((row) => (row.id === id ? change(row) : row)),
    })),
  };
}

/** Where a row stood, so that it can be put back. */
export interface Place {
  row: ContactRow;
  page: number;
  index: number;
}

export function takeOut(data: ContactPages, id: number): { data: ContactPages; place: Place | null } {
  for (const [page, { items }] of data.pages.entries()) {
    const index = items.findIndex((row) => row.id === id);
    const row = items[index];
    if (!row) continue;
    const pages = data.pages.map((other, at) =>
      at === page ? { ...other, items: items.filter((one) => one.id !== id) } : other,
    );
    return { data: { ...data, pages }, place: { row, page, index } };
  }
  return { data, place: null };
}

export function putBack(data: ContactPages, { row, page, index }: Place): ContactPages {
  if (rowsOf(data).some((other) => other.id === row.id)) return data;
  return {
    ...data,
    pages: data.pages.map((other, at) =>
      at === page ? { ...other, items: other.items.toSpliced(index, 0, row) } : other,
    ),
  };
}

/** The row one step further, or the nearest end; the first one when nothing is active yet. */
export function neighbour(ids: readonly number[], active: number | null, step: 1 | -1): number | null {
  const at = active === null ? -1 : ids.indexOf(active);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

/** "1 contact", "37 contacts", "1000+ contacts". */
export function countText(count: number, isCapped: boolean): string {
  return `${count}${isCapped ? '+' : ''} ${count === 1 && !isCapped ? 'contact' : 'contacts'}`;
}

/**
 * Versions that this tab has itself replaced. An edit begun before its own earlier edit was answered names an old
 * version; as long as nobody else changed the contact in between, it may name the newer one.
 */
export class OwnVersions {
  private readonly next = new Map<string, number>();

  note(id: number, sent: number, answered: number): void {
    if (answered === sent + 1) this.next.set(`${id}:${sent}`, answered);
  }

  newest(id: number, version: number): number {
    let current = version;
    for (;;) {
      const later = this.next.get(`${id}:${current}`);
      if (later === undefined) return current;
      current = later;
    }
  }
}
